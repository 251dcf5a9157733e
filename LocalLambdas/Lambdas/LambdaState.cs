namespace LocalLambdas.Lambdas;

/// <summary>The life of a lambda. The names are stable: the admin endpoint tells them in lower case.</summary>
internal enum LambdaState
{
    /// <summary>No process; the next request starts one.</summary>
    Cold,

    Starting,
    Running,
    Stopping,

    /// <summary>The last start failed, or the process crashed or broke the protocol; the next request starts one.</summary>
    Failed,
}
