using System.Net;
using System.Net.Sockets;
using System.Text;

namespace PerfRunner.Tests.Fakes;

/// <summary>
/// Sends what it is told to, legal HTTP or not. The handler gets the head of a request and returns the pieces of the answer;
/// an empty piece closes the connection.
/// </summary>
internal sealed class RawHttpServer : IDisposable
{
    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly Func<string, IEnumerable<byte[]>> _handle;
    private readonly List<Socket> _connections = [];
    private int _accepted;
    private volatile bool _stopped;

    public RawHttpServer(Func<string, IEnumerable<byte[]>> handle)
    {
        _handle = handle;
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen();
        Start(Accept);
    }

    public RawHttpServer(Func<string, string> handle)
        : this(head => [Encoding.ASCII.GetBytes(handle(head))])
    {
    }

    public IPEndPoint EndPoint => (IPEndPoint)_listener.LocalEndPoint!;

    public Uri Url => new($"http://{EndPoint}");

    public int AcceptedConnections => Volatile.Read(ref _accepted);

    public static string Answer(string body, int status = 200, string headers = "") =>
        $"HTTP/1.1 {status} Reason\r\nContent-Length: {body.Length}\r\n{headers}\r\n{body}";

    public void Dispose()
    {
        _stopped = true;
        _listener.Dispose();
        lock (_connections)
        {
            _connections.ForEach(connection => connection.Dispose());
        }
    }

    private static void Start(Action action) => new Thread(() => action()) { IsBackground = true }.Start();

    private void Accept()
    {
        try
        {
            while (true)
            {
                Socket connection = _listener.Accept();
                connection.NoDelay = true;
                Interlocked.Increment(ref _accepted);
                lock (_connections)
                {
                    _connections.Add(connection);
                }

                Start(() => Serve(connection));
            }
        }
        catch (Exception exception) when (_stopped && exception is SocketException or ObjectDisposedException)
        {
            // Disposed while it waited.
        }
    }

    private void Serve(Socket connection)
    {
        try
        {
            byte[] buffer = new byte[64 * 1024];
            int length = 0;
            while (true)
            {
                int received = connection.Receive(buffer, length, buffer.Length - length, SocketFlags.None);
                if (received == 0)
                {
                    return;
                }

                length += received;
                if (!buffer.AsSpan(0, length).EndsWith("\r\n\r\n"u8))
                {
                    continue;
                }

                string head = Encoding.ASCII.GetString(buffer, 0, length);
                length = 0;
                foreach (byte[] piece in _handle(head))
                {
                    if (piece.Length == 0)
                    {
                        connection.Shutdown(SocketShutdown.Both);
                        return;
                    }

                    connection.Send(piece);
                }
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // The client or Dispose has ended the connection.
        }
        finally
        {
            connection.Dispose();
        }
    }
}
