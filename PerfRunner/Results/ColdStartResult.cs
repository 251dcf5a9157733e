namespace PerfRunner.Results;

/// <summary>What a cold case saw of the starts of its process.</summary>
internal sealed record ColdStartResult
{
    public required ColdStartPhases Phases { get; init; }

    /// <summary>One entry a start, in order: the evidence that each was cold.</summary>
    public required IReadOnlyList<ColdStartSample> Starts { get; init; }
}

/// <summary>The parts of a cold request, in microseconds. They follow each other; Rest is what remains of the end-to-end time.</summary>
internal sealed record ColdStartPhases
{
    /// <summary>From the begin of the start until the operating system has created the process.</summary>
    public required LatencyStatistics Spawn { get; init; }

    /// <summary>From then until the service accepts a connection.</summary>
    public required LatencyStatistics Accept { get; init; }

    /// <summary>From then until the proxy has read the first answer.</summary>
    public required LatencyStatistics FirstAnswer { get; init; }

    /// <summary>End-to-end time less the three phases: client, proxy and the way between them.</summary>
    public required LatencyStatistics Rest { get; init; }
}

/// <summary>One cold start.</summary>
/// <param name="RequestSentAt">When the client began to send the request, UTC.</param>
/// <param name="ProcessStartedAt">When the proxy began to start the process, UTC; later than the request, or the start was not cold.</param>
/// <param name="Pid">Process id of the started process.</param>
/// <param name="EndToEndMicroseconds">From the request's first byte to the answer's last.</param>
internal sealed record ColdStartSample(
    DateTimeOffset RequestSentAt,
    DateTimeOffset ProcessStartedAt,
    int Pid,
    double EndToEndMicroseconds,
    double SpawnMicroseconds,
    double AcceptMicroseconds,
    double FirstAnswerMicroseconds);
