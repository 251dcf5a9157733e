namespace LocalLambdas.Admin;

/// <summary>Answer of <c>GET /lambdas</c>.</summary>
internal sealed record LambdaList(ProxyStatus Proxy, IReadOnlyList<LambdaStatus> Lambdas);

/// <summary>The proxy itself.</summary>
internal sealed record ProxyStatus(int Pid, string Version, DateTimeOffset StartedAt);

/// <summary>A lambda as the admin endpoint tells it. State is cold, starting, running, stopping or failed; mode is pipe or http.</summary>
/// <param name="Failures">Failed starts and crashes in a row.</param>
/// <param name="RetryAfterSeconds">How long requests do not start it because of them.</param>
/// <param name="Queued">Requests that wait for their turn.</param>
/// <param name="Spares">Null if the manifest wants none.</param>
/// <param name="IsPrepared">The next start has only to be made.</param>
internal sealed record LambdaStatus(
    string Id,
    string Route,
    string CommunicationMode,
    string Executable,
    string State,
    int? Pid,
    int Starts,
    int InFlight,
    StartStatus? LastStart,
    string? LastError,
    int Failures = 0,
    double RetryAfterSeconds = 0,
    int Queued = 0,
    SpareStatus? Spares = null,
    bool IsPrepared = false);

/// <summary>The newest start of a process that gets requests. StartedAt is when the proxy began it, UTC.</summary>
/// <param name="Kind">cold if the first request waited for it, or it was asked for; spare if it was taken from the spares.</param>
/// <param name="TakenAt">When it was taken from the spares, UTC; null if it is none.</param>
internal sealed record StartStatus(DateTimeOffset StartedAt, int Pid, StartPhasesStatus Phases, string Kind = "cold", DateTimeOffset? TakenAt = null);

/// <summary>
/// Phases of a start. Spawn, accept and first answer follow each other, but for a spare, whose first answer counts from when it was taken; one
/// that has not been reached is null.
/// </summary>
/// <param name="RuntimeMicroseconds">First part of accept, until the service's own code began; null if the service does not say so.</param>
/// <param name="ApplicationMicroseconds">Second part of accept, from then until the service accepted; null if the service does not say so.</param>
internal sealed record StartPhasesStatus(
    double SpawnMicroseconds,
    double? AcceptMicroseconds,
    double? FirstAnswerMicroseconds,
    double? RuntimeMicroseconds = null,
    double? ApplicationMicroseconds = null);

/// <summary>The processes of a lambda that are ready and have got no request.</summary>
/// <param name="Wanted">As many as the manifest says.</param>
/// <param name="Pids">Of those that are ready.</param>
/// <param name="Starts">How many have been begun, also those that failed.</param>
/// <param name="LastError">Why the last one did not start or ended; null if nothing is wrong.</param>
/// <param name="Failures">Failed starts and ends of spares in a row.</param>
/// <param name="RetryAfterSeconds">How long none is started because of them.</param>
internal sealed record SpareStatus(int Wanted, IReadOnlyList<int> Pids, int Starts, string? LastError, int Failures, double RetryAfterSeconds)
{
    public bool Equals(SpareStatus? other) =>
        other is not null
        && (Wanted, Starts, LastError, Failures, RetryAfterSeconds) == (other.Wanted, other.Starts, other.LastError, other.Failures, other.RetryAfterSeconds)
        && Pids.SequenceEqual(other.Pids);

    public override int GetHashCode() => HashCode.Combine(Wanted, Pids.Count, Starts, LastError, Failures);
}
