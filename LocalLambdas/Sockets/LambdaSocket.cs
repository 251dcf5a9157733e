using System.Net;
using System.Net.Sockets;
using LocalLambdas.Sockets.Linux;

namespace LocalLambdas.Sockets;

/// <summary>
/// A socket that is connected with a lambda. For one who receives and one who sends at a time; <see cref="Dispose"/> is for anybody. What
/// fails throws a <see cref="SocketException"/>, or <see cref="ObjectDisposedException"/> if it was disposed of.
/// </summary>
internal abstract class LambdaSocket : IDisposable
{
    /// <exception cref="SocketException">Nobody accepts there.</exception>
    public static ValueTask<LambdaSocket> ConnectAsync(EndPoint endPoint, CancellationToken cancellationToken) =>
        OperatingSystem.IsLinux() ? LoopSocket.ConnectAsync(endPoint, cancellationToken) : SystemSocket.ConnectAsync(endPoint, cancellationToken);

    /// <param name="descriptor">Becomes its own.</param>
    public static LambdaSocket Of(int descriptor) => OperatingSystem.IsLinux()
        ? new LoopSocket(descriptor)
        : new SystemSocket(new(new SafeSocketHandle(descriptor, ownsHandle: true)));

    /// <summary>Whether the lambda has spoken or closed. For a connection that nobody uses.</summary>
    public abstract bool HasStirred();

    /// <returns>How many bytes; 0 at the end.</returns>
    public abstract ValueTask<int> ReceiveAsync(Memory<byte> room);

    /// <summary>Sends all of it.</summary>
    public abstract ValueTask SendAsync(ReadOnlyMemory<byte> bytes);

    public abstract void Dispose();
}
