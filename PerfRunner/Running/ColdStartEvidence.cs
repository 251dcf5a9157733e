using LocalLambdas.Admin;

namespace PerfRunner.Running;

/// <summary>Judges whether a start was cold: the process was gone before the request, and a new one started after it.</summary>
internal static class ColdStartEvidence
{
    private const string Cold = "cold";
    private const string Failed = "failed";

    /// <param name="stopped">What the proxy says after it has stopped the lambda.</param>
    /// <param name="previousPid">The process that served it before; null when there was none.</param>
    /// <param name="exists">Asks the operating system, not the proxy.</param>
    public static bool IsGone(LambdaStatus stopped, int? previousPid, Func<int, bool> exists) =>
        stopped is { State: Cold or Failed, Pid: null } && (previousPid is not { } pid || !exists(pid));

    /// <returns>The start with all its phases; null when it cannot be the request's.</returns>
    public static StartStatus? StartOf(DateTimeOffset requestSentAt, int? previousPid, LambdaStatus stopped, LambdaStatus answered)
    {
        bool isFresh = answered.LastStart is { Phases: { AcceptMicroseconds: not null, FirstAnswerMicroseconds: not null } } start
            && start.StartedAt >= requestSentAt
            && start.Pid != previousPid
            && start.Pid == answered.Pid
            && answered.Starts == stopped.Starts + 1;
        return isFresh ? answered.LastStart : null;
    }
}
