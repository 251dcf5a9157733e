using LocalLambdas.Admin;

namespace PerfRunner.Running;

/// <summary>
/// Judges whether a start was cold: the process was gone before the request, and a new one started after it. Or whether a request took a
/// spare: that was ready before the request, without having got one, and served it.
/// </summary>
internal static class ColdStartEvidence
{
    private const string Cold = "cold";
    private const string Failed = "failed";
    private const string Spare = "spare";

    /// <param name="stopped">What the proxy says after it has stopped the lambda.</param>
    /// <param name="previousPid">The process that served it before; null when there was none.</param>
    /// <param name="exists">Asks the operating system, not the proxy.</param>
    public static bool IsGone(LambdaStatus stopped, int? previousPid, Func<int, bool> exists) =>
        stopped is { State: Cold or Failed, Pid: null } && (previousPid is not { } pid || !exists(pid));

    /// <returns>The start with all its phases; null when it cannot be the request's.</returns>
    public static StartStatus? StartOf(DateTimeOffset requestSentAt, int? previousPid, LambdaStatus stopped, LambdaStatus answered)
    {
        bool isFresh = answered.LastStart is { Kind: Cold, Phases: { AcceptMicroseconds: not null, FirstAnswerMicroseconds: not null } } start
            && start.StartedAt >= requestSentAt
            && start.Pid != previousPid
            && start.Pid == answered.Pid
            && answered.Starts == stopped.Starts + 1;
        return isFresh ? answered.LastStart : null;
    }

    /// <param name="ready">What the proxy says before the request.</param>
    /// <returns>The start of the spare that the request took; null when it took none.</returns>
    public static StartStatus? SpareOf(DateTimeOffset requestSentAt, LambdaStatus ready, LambdaStatus answered)
    {
        bool isTaken = answered.LastStart is { Kind: Spare, TakenAt: { } takenAt, Phases.FirstAnswerMicroseconds: not null } start
            && start.StartedAt < requestSentAt
            && takenAt >= requestSentAt
            && ready.Spares is { } spares
            && spares.Pids.Contains(start.Pid)
            && start.Pid == answered.Pid
            && answered.Starts == ready.Starts + 1;
        return isTaken ? answered.LastStart : null;
    }
}
