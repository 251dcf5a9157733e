using System.Net;
using PerfRunner.Load.Epoll;

namespace PerfRunner.Load;

/// <summary>
/// Makes load in a closed loop over a fixed number of connections, which stay open from one run to the next:
/// what the warm-up has opened, the timed run uses.
/// </summary>
internal sealed class LoadGenerator(EndPoint endPoint, int connections, TimeSpan timeout) : IDisposable
{
    private readonly ILoadDriver _driver = connections > 1 && OperatingSystem.IsLinux()
        ? new EpollDriver(endPoint, connections, timeout)
        : new ThreadDriver(endPoint, connections, timeout);

    /// <summary>Sends the requests and waits for all answers. Blocks.</summary>
    public LoadResult Run(LoadRequest request, long requests, CancellationToken cancellationToken) =>
        Run(request, new RequestCountdown(requests), cancellationToken);

    /// <summary>Sends requests for so long, and waits for all answers. Blocks.</summary>
    public LoadResult Run(LoadRequest request, TimeSpan duration, CancellationToken cancellationToken) =>
        Run(request, RequestCountdown.For(duration), cancellationToken);

    public void Dispose() => _driver.Dispose();

    private LoadResult Run(LoadRequest request, RequestCountdown countdown, CancellationToken cancellationToken)
    {
        LoadResult result = _driver.Run(request, countdown, cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        return result;
    }
}
