using System.IO.Pipes;
using System.Net.Sockets;

namespace LocalLambdas.Transports.Json;

/// <summary>One connection to a pipe lambda: a Unix domain socket, or a named pipe on Windows.</summary>
internal sealed class PipeConnection : IDisposable
{
    private const string WindowsPrefix = @"\\.\pipe\";

    private readonly Socket? _socket;

    private PipeConnection(Stream stream, Socket? socket)
    {
        Stream = stream;
        _socket = socket;
    }

    public Stream Stream { get; }

    /// <summary>False if the service has closed it before it got anything. Of a named pipe nothing is known.</summary>
    public bool IsOpen => _socket is null || !_socket.Poll(TimeSpan.Zero, SelectMode.SelectRead);

    /// <summary>Null if nobody accepts at the address (yet, or any more).</summary>
    public static ValueTask<PipeConnection?> TryOpenAsync(string address, CancellationToken cancellationToken) =>
        address.StartsWith(WindowsPrefix, StringComparison.Ordinal)
            ? TryOpenNamedPipeAsync(address[WindowsPrefix.Length..], cancellationToken)
            : TryOpenSocketAsync(address, cancellationToken);

    /// <summary>
    /// Tells the service that the request is complete. A service that reads to end-of-file waits for this;
    /// a Windows byte-mode pipe has no half-close, so there a service must answer when the JSON object ends.
    /// </summary>
    public void CompleteWriting() => _socket?.Shutdown(SocketShutdown.Send);

    public void Dispose() => Stream.Dispose();

    private static async ValueTask<PipeConnection?> TryOpenSocketAsync(string path, CancellationToken cancellationToken)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellationToken).ConfigureAwait(false);
            return new PipeConnection(new NetworkStream(socket, ownsSocket: true), socket);
        }
        catch (SocketException)
        {
            // No file yet (ENOENT), bound but not listening, or left over by a process that is gone (ECONNREFUSED).
            socket.Dispose();
            return null;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static async ValueTask<PipeConnection?> TryOpenNamedPipeAsync(string name, CancellationToken cancellationToken)
    {
        var pipe = new NamedPipeClientStream(".", name, PipeDirection.InOut, PipeOptions.Asynchronous | PipeOptions.CurrentUserOnly);
        try
        {
            await pipe.ConnectAsync(TimeSpan.Zero, cancellationToken).ConfigureAwait(false);
            return new PipeConnection(pipe, null);
        }
        catch (Exception exception) when (exception is TimeoutException or IOException)
        {
            pipe.Dispose();
            return null;
        }
        catch
        {
            pipe.Dispose();
            throw;
        }
    }
}
