using System.Globalization;
using System.Net.Sockets;

namespace LocalLambdas.Hosting;

/// <summary>
/// What waits for a socket goes on on the thread that found it ready, instead of being handed to another: that costs more than to answer a
/// request. So nothing on such a thread may block or take long (<see cref="IoThread"/>). Half of the processors have such a thread: who asks,
/// and who is asked, run on the same machine. Windows has no such threads. On Linux clients, frames and plain HTTP have threads of their own,
/// of which the same holds (<see cref="Sockets.Linux.EventLoop"/>).
/// </summary>
internal static class SocketTuning
{
    private const string InlineCompletions = "DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS";
    private const string ThreadCount = "DOTNET_SYSTEM_NET_SOCKETS_THREAD_COUNT";

    /// <summary>To be called before there is any socket. What the environment says already is left to hold.</summary>
    public static void Apply()
    {
        if (OperatingSystem.IsWindows()) return;
        var threads = IoThread.Count.ToString(CultureInfo.InvariantCulture);
        List<string> added = [];
        foreach (var (name, value) in new[] { (InlineCompletions, "1"), (ThreadCount, threads) })
        {
            if (Environment.GetEnvironmentVariable(name) is not null) continue;
            Environment.SetEnvironmentVariable(name, value);
            added.Add(name);
        }

        // They are read when the first socket is made, and are for this process alone: lambdas inherit the environment.
        using (new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified))
        {
        }

        foreach (var name in added) Environment.SetEnvironmentVariable(name, null);
    }
}
