using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace PerfRunner.Programs;

/// <summary>What has become of a program that was waited for.</summary>
internal enum Readiness
{
    Ready,

    /// <summary>It ended before.</summary>
    Ended,

    /// <summary>It runs, but the time is up.</summary>
    TimedOut,
}

/// <summary>Waits for a program that can only be asked.</summary>
internal static class ReadinessWait
{
    /// <param name="exited">Completes when the program has ended.</param>
    public static async Task<Readiness> UntilAsync(
        Func<Task<bool>> isReady, Task exited, TimeSpan timeout, TimeSpan interval, CancellationToken cancellationToken)
    {
        long startedAt = Stopwatch.GetTimestamp();
        while (!await isReady())
        {
            if (exited.IsCompleted)
            {
                return Readiness.Ended;
            }

            if (Stopwatch.GetElapsedTime(startedAt) > timeout)
            {
                return Readiness.TimedOut;
            }

            await Task.WhenAny(exited, Task.Delay(interval, cancellationToken));
            cancellationToken.ThrowIfCancellationRequested();
        }

        return Readiness.Ready;
    }

    public static async Task<bool> AcceptsAsync(EndPoint endPoint, CancellationToken cancellationToken)
    {
        try
        {
            using Socket socket = new(
                endPoint.AddressFamily, SocketType.Stream, endPoint is IPEndPoint ? ProtocolType.Tcp : ProtocolType.Unspecified);
            await socket.ConnectAsync(endPoint, cancellationToken);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
