namespace PerfRunner.Results;

/// <summary>What a case saw of the spares that its requests took: processes that had been started before and had got no request.</summary>
internal sealed record SpareStartResult
{
    /// <summary>From when the proxy took the spare until it has read the answer.</summary>
    public required LatencyStatistics FirstAnswer { get; init; }

    /// <summary>End-to-end time less that: client, proxy and the way between them.</summary>
    public required LatencyStatistics Rest { get; init; }

    /// <summary>One entry a request, in order: the evidence that each took a spare.</summary>
    public required IReadOnlyList<SpareStartSample> Starts { get; init; }
}

/// <summary>One request that took a spare.</summary>
/// <param name="RequestSentAt">When the client began to send the request, UTC.</param>
/// <param name="ProcessStartedAt">When the proxy began to start the process, UTC; earlier than the request, or it was no spare.</param>
/// <param name="TakenAt">When the proxy took it from the spares, UTC; later than the request.</param>
/// <param name="Pid">Process id of the spare, which the proxy told among those that are ready before the request was sent.</param>
/// <param name="EndToEndMicroseconds">From the request's first byte to the answer's last.</param>
internal sealed record SpareStartSample(
    DateTimeOffset RequestSentAt,
    DateTimeOffset ProcessStartedAt,
    DateTimeOffset TakenAt,
    int Pid,
    double EndToEndMicroseconds,
    double FirstAnswerMicroseconds);
