using System.Net.Sockets;
using LocalLambdas.Processes;

namespace LocalLambdas.Transports;

/// <summary>A socket on which a service says that it is ready, by the protocol of systemd (sd_notify(3)): datagrams of lines, one of them READY=1.</summary>
internal sealed class ReadyNotice : IDisposable
{
    // What systemd takes at most is a page.
    private const int LongestDatagram = 4096;

    private readonly Socket _socket = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
    private readonly string _path;

    public ReadyNotice(string path)
    {
        _path = path;
        try
        {
            _socket.Bind(new UnixDomainSocketEndPoint(path));
        }
        catch (SocketException exception)
        {
            _socket.Dispose();
            throw new ChildProcessException(ChildProcessError.Other, $"no socket at {path}: {exception.Message}");
        }
    }

    /// <summary>Completes when the service has said it; also, without having heard it, when it is waited for no longer.</summary>
    public async Task WaitAsync(CancellationToken cancellationToken)
    {
        var datagram = new byte[LongestDatagram];
        try
        {
            while (!IsReady(datagram.AsSpan(0, await _socket.ReceiveAsync(datagram, SocketFlags.None, cancellationToken).ConfigureAwait(false))))
            {
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // Whoever waits looks for himself.
        }
    }

    public void Dispose()
    {
        _socket.Dispose();
        try
        {
            File.Delete(_path);
        }
        catch (DirectoryNotFoundException)
        {
            // Somebody has removed the folder, and the socket with it.
        }
    }

    private static bool IsReady(ReadOnlySpan<byte> datagram)
    {
        foreach (var line in datagram.Split((byte)'\n'))
        {
            if (datagram[line].SequenceEqual("READY=1"u8)) return true;
        }

        return false;
    }
}
