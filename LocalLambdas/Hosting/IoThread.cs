using System.Runtime.CompilerServices;

namespace LocalLambdas.Hosting;

/// <summary>The threads on which sockets are found ready: what takes long there holds up the other connections (<see cref="SocketTuning"/>, <see cref="Sockets.Linux.EventLoop"/>).</summary>
internal static class IoThread
{
    /// <summary>Half of the processors: who asks, and who is asked, run on the same machine.</summary>
    public static readonly int Count = Math.Max(1, Environment.ProcessorCount / 2);

    // Copying or encoding as much takes about as long as answering a few requests.
    private const int Large = 64 * 1024;

    /// <summary>To be awaited before so many bytes are copied or encoded: goes on on another thread if they are many.</summary>
    public static ConfiguredTaskAwaitable LeaveForMany(long bytes) =>
        Task.CompletedTask.ConfigureAwait(bytes > Large ? ConfigureAwaitOptions.ForceYielding : ConfigureAwaitOptions.None);
}
