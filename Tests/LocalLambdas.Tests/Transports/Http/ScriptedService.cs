using System.Net;
using System.Net.Sockets;
using System.Text;
using LocalLambdas.Transports.Http;
using Testing;

namespace LocalLambdas.Tests.Transports.Http;

/// <summary>A service whose every byte the test sends and reads itself.</summary>
internal sealed class ScriptedService : IDisposable
{
    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

    public ScriptedService()
    {
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen(16);
        EndPoint = HttpEndPoint.Tcp((IPEndPoint)_listener.LocalEndPoint!);
    }

    public HttpEndPoint EndPoint { get; }

    public async Task<Connection> AcceptAsync() => new(await Eventually.Within(_listener.AcceptAsync()));

    /// <summary>Whether a connection waits that nobody has accepted.</summary>
    public bool HasAnother => _listener.Poll(0, SelectMode.SelectRead);

    public void Dispose() => _listener.Dispose();

    internal sealed class Connection(Socket socket) : IDisposable
    {
        private readonly byte[] _buffer = new byte[64 * 1024];

        public Task SendAsync(string text) => socket.SendAsync(Encoding.Latin1.GetBytes(text));

        /// <summary>All that has come when the text is there.</summary>
        public async Task<string> ReadUntilAsync(string text)
        {
            var received = new StringBuilder();
            while (!received.ToString().EndsWith(text, StringComparison.Ordinal))
            {
                var piece = await ReadAsync();
                Assert.False(piece.Length is 0, $"closed before '{text}': {received}");
                received.Append(piece);
            }

            return received.ToString();
        }

        public Task<string> ReadHeadAsync() => ReadUntilAsync("\r\n\r\n");

        /// <summary>Whether something comes. Waits for it on this thread.</summary>
        public bool HasCome() => socket.Poll(Eventually.Limit, SelectMode.SelectRead);

        /// <summary>What the next call gives; empty at the end.</summary>
        public async Task<string> ReadAsync()
        {
            try
            {
                return Encoding.Latin1.GetString(_buffer, 0, await Eventually.Within(socket.ReceiveAsync(_buffer)));
            }
            catch (SocketException)
            {
                // Closed with bytes that nobody had read.
                return "";
            }
        }

        public void Dispose() => socket.Dispose();
    }
}
