using LocalLambdas.Manifests;

namespace LocalLambdas.Lambdas;

/// <summary>A lambda as it was at one moment.</summary>
internal sealed record LambdaSnapshot(
    LambdaDefinition Definition,
    LambdaState State,
    int? Pid,
    int Starts,
    int InFlight,
    int Queued,
    StartRecord? LastStart,
    string? LastError,
    int Failures,
    TimeSpan RetryAfter,
    SpareSnapshot? Spares,
    bool IsPrepared);
