namespace LocalLambdas.Admin;

/// <summary>Answer of <c>GET /lambdas</c>.</summary>
internal sealed record LambdaList(ProxyStatus Proxy, IReadOnlyList<LambdaStatus> Lambdas);

/// <summary>The proxy itself.</summary>
internal sealed record ProxyStatus(int Pid, string Version, DateTimeOffset StartedAt);

/// <summary>A lambda as the admin endpoint tells it. State is cold, starting, running, stopping or failed; mode is pipe or http.</summary>
/// <param name="Failures">Failed starts and crashes in a row.</param>
/// <param name="RetryAfterSeconds">How long requests do not start it because of them.</param>
/// <param name="Queued">Requests that wait for their turn.</param>
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
    int Queued = 0);

/// <summary>The newest start. StartedAt is when the proxy began it, UTC.</summary>
internal sealed record StartStatus(DateTimeOffset StartedAt, int Pid, StartPhasesStatus Phases);

/// <summary>Phases of a start. Spawn, accept and first answer follow each other; one that has not been reached is null.</summary>
/// <param name="RuntimeMicroseconds">First part of accept, until the service's own code began; null if the service does not say so.</param>
/// <param name="ApplicationMicroseconds">Second part of accept, from then until the service accepted; null if the service does not say so.</param>
internal sealed record StartPhasesStatus(
    double SpawnMicroseconds,
    double? AcceptMicroseconds,
    double? FirstAnswerMicroseconds,
    double? RuntimeMicroseconds = null,
    double? ApplicationMicroseconds = null);
