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

    /// <summary>
    /// As <see cref="HasStirred"/>, but the system is not asked on a thread that is told by itself: what has come since it was last told is not
    /// known there yet.
    /// </summary>
    public virtual bool IsKnownToHaveStirred() => HasStirred();

    /// <returns>How many bytes; 0 at the end.</returns>
    public abstract ValueTask<int> ReceiveAsync(Memory<byte> room);

    /// <summary>Sends all of it.</summary>
    public abstract ValueTask SendAsync(ReadOnlyMemory<byte> bytes);

    /// <summary>
    /// Sends all of it together with what else this thread has to send, or none of it if the lambda stirs before: then, and if there is no room
    /// for all of it, the socket is disposed of. The bytes are to stay as they are until something has been received, or until a call of
    /// <see cref="Dispose"/> has returned.
    /// </summary>
    /// <returns>False if that cannot be done here.</returns>
    public virtual bool TrySendSoon(ReadOnlyMemory<byte> bytes) => false;

    public abstract void Dispose();
}
