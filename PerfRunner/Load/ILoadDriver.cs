namespace PerfRunner.Load;

/// <summary>
/// The closed loop over a fixed number of connections: each sends its next request when it has read the last answer. The connections stay
/// open from one run to the next.
/// </summary>
internal interface ILoadDriver : IDisposable
{
    /// <summary>Sends the requests and waits for all answers, or until it is cancelled.</summary>
    LoadResult Run(LoadRequest request, RequestCountdown countdown, CancellationToken cancellationToken);
}
