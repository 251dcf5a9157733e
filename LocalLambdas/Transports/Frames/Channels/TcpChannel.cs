using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using LocalLambdas.Lambdas;

namespace LocalLambdas.Transports.Frames.Channels;

/// <summary>
/// A port of the loopback address, to compare with. Every user of the machine can connect to it, so that the process shows a token; who does
/// not is dropped, and does not keep the process out.
/// </summary>
internal sealed class TcpChannel : FrameChannel
{
    private const int TokenBytes = 16;

    // Who connects and says nothing holds a descriptor for so long.
    private static readonly TimeSpan HelloTakes = TimeSpan.FromSeconds(5);

    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly string _token = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(TokenBytes));
    private readonly TaskCompletionSource<FrameConnection> _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public TcpChannel()
    {
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        HeldPort.ShareWithNobody(_listener);
        Address = $"tcp:{_listener.LocalEndPoint}";
        Token = Encoding.ASCII.GetBytes(_token);
    }

    public override string Address { get; }

    public override ReadOnlyMemory<byte> Token { get; }

    public override SafeHandle? AddTo(IDictionary<string, string> environment)
    {
        environment[LambdaVariables.Channel] = $"{Address}#{_token}";
        return null;
    }

    // Not before: until somebody accepts, everybody could fill the queue.
    public override void Begin() => _listener.Listen();

    public override async Task<FrameConnection> OpenAsync(Func<Stream, FrameConnection> connect, CancellationToken cancellationToken)
    {
        var accepting = AcceptAsync(connect);
        try
        {
            return await _opened.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _listener.Dispose();
            await accepting.ConfigureAwait(false);
        }
    }

    public override void Dispose() => _listener.Dispose();

    private async Task AcceptAsync(Func<Stream, FrameConnection> connect)
    {
        try
        {
            while (true)
            {
                var socket = await _listener.AcceptAsync().ConfigureAwait(false);
                socket.NoDelay = true;
                _ = TryAsync(connect(new NetworkStream(socket, ownsSocket: true)));
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // Nobody waits for the process any more: it is there, or was given up.
        }
    }

    private async Task TryAsync(FrameConnection connection)
    {
        await connection.Hello.WaitAsync(HelloTakes).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!connection.Hello.IsCompletedSuccessfully || !_opened.TrySetResult(connection)) connection.Dispose();
    }
}
