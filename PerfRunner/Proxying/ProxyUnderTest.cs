using System.Net;
using PerfRunner.Programs;

namespace PerfRunner.Proxying;

/// <summary>The proxy that a run has started, and stops.</summary>
internal sealed class ProxyUnderTest : IAsyncDisposable
{
    private static readonly TimeSpan ConnectInterval = TimeSpan.FromMilliseconds(20);

    private readonly ProxyProcess _process;

    private ProxyUnderTest(ProxyProcess process, Uri url, Uri? adminUrl)
    {
        _process = process;
        Url = url;
        AdminUrl = adminUrl;
    }

    public Uri Url { get; }

    /// <summary>Null for a foreign proxy without one.</summary>
    public Uri? AdminUrl { get; }

    public int ProcessId => _process.Id;

    /// <exception cref="ProxyStartException">It did not come up.</exception>
    public static async Task<ProxyUnderTest> StartAsync(ProxyStart start, CancellationToken cancellationToken)
    {
        ProxyProcess process = ProxyProcess.Start(start, "127.0.0.1:0");
        try
        {
            TimeSpan timeout = start.IsForeign ? start.LineTimeout : start.StartTimeout;
            if (await CompletesAsync(process.Listening, process, timeout, cancellationToken))
            {
                bool hasAdmin = await CompletesAsync(process.Admin, process, timeout, cancellationToken);
                if (hasAdmin || start.IsForeign)
                {
                    return new ProxyUnderTest(process, await process.Listening, hasAdmin ? await process.Admin : null);
                }
            }

            if (!start.IsForeign)
            {
                throw process.Exited.IsCompleted
                    ? await process.FailureAsync(ProxyStartError.Ended, $"{start.Executable} ended before it listened")
                    : await process.FailureAsync(
                        ProxyStartError.NotListening, $"{start.Executable} did not say where it listens within {timeout.TotalSeconds} s");
            }
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }

        await process.DisposeAsync();
        return await StartOnChosenPortAsync(start, cancellationToken);
    }

    public ValueTask DisposeAsync() => _process.DisposeAsync();

    private static async Task<ProxyUnderTest> StartOnChosenPortAsync(ProxyStart start, CancellationToken cancellationToken)
    {
        IPEndPoint endPoint = new(IPAddress.Loopback, start.ChoosePort());
        ProxyProcess process = ProxyProcess.Start(start, endPoint.ToString());
        try
        {
            await WaitUntilAcceptsAsync(process, endPoint, start, cancellationToken);
            return new ProxyUnderTest(process, new Uri($"http://{endPoint}"), adminUrl: null);
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }
    }

    /// <summary>A proxy that says nothing can only be asked by connecting.</summary>
    private static async Task WaitUntilAcceptsAsync(
        ProxyProcess process, IPEndPoint endPoint, ProxyStart start, CancellationToken cancellationToken)
    {
        switch (await ReadinessWait.UntilAsync(
            () => ReadinessWait.AcceptsAsync(endPoint, cancellationToken), process.Exited, start.StartTimeout, ConnectInterval, cancellationToken))
        {
            case Readiness.Ended:
                throw await process.FailureAsync(ProxyStartError.Ended, $"{start.Executable} ended before it listened on {endPoint}");
            case Readiness.TimedOut:
                throw await process.FailureAsync(
                    ProxyStartError.NotListening, $"{start.Executable} does not accept on {endPoint} after {start.StartTimeout.TotalSeconds} s");
        }
    }

    /// <returns>False when the process ended or the time is up.</returns>
    private static async Task<bool> CompletesAsync(Task line, ProxyProcess process, TimeSpan timeout, CancellationToken cancellationToken)
    {
        await Task.WhenAny(line, process.Exited, Task.Delay(timeout, cancellationToken));
        cancellationToken.ThrowIfCancellationRequested();
        return line.IsCompletedSuccessfully;
    }
}
