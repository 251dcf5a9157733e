using LocalLambdas.Admin;
using PerfRunner.Statistics;

namespace PerfRunner.Peers.Results;

/// <summary>The parts of a start through the proxy, as its admin endpoint tells them; medians. They follow each other, but for a spare, whose first answer comes later.</summary>
internal sealed record ColdPhases
{
    /// <summary>Until the process is created and the proxy goes on.</summary>
    public required double? SpawnMicroseconds { get; init; }

    /// <summary>From then until the program's own code begins.</summary>
    public required double? RuntimeMicroseconds { get; init; }

    /// <summary>From then until it accepts.</summary>
    public required double? ApplicationMicroseconds { get; init; }

    /// <summary>From then until the proxy has noticed that.</summary>
    public required double? NoticedMicroseconds { get; init; }

    /// <summary>From then, or from when the spare was taken, until the proxy has its first answer.</summary>
    public required double? FirstAnswerMicroseconds { get; init; }

    /// <returns>Null if there are none.</returns>
    public static ColdPhases? Of(IReadOnlyList<StartPhasesStatus> starts) => starts.Count is 0 ? null : new()
    {
        SpawnMicroseconds = MedianOf(starts, start => start.SpawnMicroseconds),
        RuntimeMicroseconds = MedianOf(starts, start => start.RuntimeMicroseconds),
        ApplicationMicroseconds = MedianOf(starts, start => start.ApplicationMicroseconds),
        NoticedMicroseconds = MedianOf(starts, start => start.AcceptMicroseconds - start.RuntimeMicroseconds - start.ApplicationMicroseconds),
        FirstAnswerMicroseconds = MedianOf(starts, start => start.FirstAnswerMicroseconds),
    };

    private static double? MedianOf(IEnumerable<StartPhasesStatus> starts, Func<StartPhasesStatus, double?> part) =>
        Median.Of(starts.Select(part).OfType<double>());
}
