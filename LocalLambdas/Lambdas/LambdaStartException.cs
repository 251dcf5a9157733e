namespace LocalLambdas.Lambdas;

/// <summary>Why a lambda did not start. The names are stable: they stand in logs and in problem details.</summary>
internal enum StartFailure
{
    /// <summary>The operating system could not create the process.</summary>
    SpawnFailed,

    /// <summary>The process ended before it accepted a connection, or right after.</summary>
    Exited,

    /// <summary>The process did not accept a connection within the start timeout.</summary>
    TimedOut,

    /// <summary>The process said something else than that it is ready.</summary>
    BadProtocol,

    /// <summary>It failed several times in a row: it is not tried again before <see cref="LambdaStartException.RetryAfter"/>.</summary>
    BackingOff,

    /// <summary>Somebody stopped the lambda while it started, or the proxy is shutting down.</summary>
    Stopped,
}

internal sealed class LambdaStartException(StartFailure failure, string message, Exception? inner = null) : Exception(message, inner)
{
    public StartFailure Failure { get; } = failure;

    public TimeSpan? RetryAfter { get; private init; }

    public static LambdaStartException BackingOff(int failures, TimeSpan retryAfter) =>
        new(StartFailure.BackingOff, $"The lambda failed {failures} times in a row and is not started again yet.") { RetryAfter = retryAfter };
}
