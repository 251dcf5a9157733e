using System.IO.Pipes;
using System.Net.Sockets;

namespace Testing;

/// <summary>The client's side of a lambda's pipe.</summary>
public static class LambdaPipe
{
    public static string FreshAddress()
    {
        var name = "lambda-" + Guid.NewGuid().ToString("N")[..12];
        return OperatingSystem.IsWindows() ? $@"\\.\pipe\{name}" : Path.Combine(Path.GetTempPath(), name + ".sock");
    }

    /// <summary>Connects as soon as somebody listens.</summary>
    public static async Task<Stream> ConnectAsync(string address, CancellationToken cancellationToken)
    {
        if (OperatingSystem.IsWindows())
        {
            var pipe = new NamedPipeClientStream(".", address[@"\\.\pipe\".Length..], PipeDirection.InOut, PipeOptions.Asynchronous);
            await pipe.ConnectAsync((int)Eventually.Limit.TotalMilliseconds, cancellationToken);
            return pipe;
        }

        Socket? connected = null;
        await Eventually.True(() => (connected = TryConnect(address)) is not null, $"somebody listens on {address}");
        return new NetworkStream(connected!, ownsSocket: true);
    }

    /// <summary>Sends a request and reads the answer to its end.</summary>
    /// <param name="halfClose">Whether to say that nothing follows the request; a named pipe cannot.</param>
    public static async Task<EnvelopeAnswer> AskAsync(
        string address, ReadOnlyMemory<byte> envelope, CancellationToken cancellationToken, bool halfClose = false)
    {
        await using var connection = await ConnectAsync(address, cancellationToken);
        await connection.WriteAsync(envelope, cancellationToken);
        if (halfClose && connection is NetworkStream stream)
            stream.Socket.Shutdown(SocketShutdown.Send);
        return await ReadAsync(connection, cancellationToken);
    }

    public static async Task<EnvelopeAnswer> ReadAsync(Stream connection, CancellationToken cancellationToken)
    {
        using var answer = new MemoryStream();
        await connection.CopyToAsync(answer, cancellationToken).WaitAsync(Eventually.Limit, cancellationToken);
        return EnvelopeAnswer.Read(answer.ToArray());
    }

    /// <returns>Null if nobody accepts there.</returns>
    public static Socket? TryConnect(string address)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            socket.Connect(new UnixDomainSocketEndPoint(address));
            return socket;
        }
        catch (SocketException)
        {
            socket.Dispose();
            return null;
        }
    }
}
