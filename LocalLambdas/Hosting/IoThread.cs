using System.Runtime.CompilerServices;

namespace LocalLambdas.Hosting;

/// <summary>The threads on which sockets are found ready: what takes long there holds up the other connections (<see cref="SocketTuning"/>, <see cref="Sockets.Linux.EventLoop"/>).</summary>
internal static class IoThread
{
    // Copying or encoding as much takes about as long as answering a few requests.
    private const int Large = 64 * 1024;

    /// <summary>To be awaited before so many bytes are copied or encoded: goes on on another thread if they are many.</summary>
    public static ConfiguredTaskAwaitable LeaveForMany(long bytes) =>
        Task.CompletedTask.ConfigureAwait(bytes > Large ? ConfigureAwaitOptions.ForceYielding : ConfigureAwaitOptions.None);
}
