namespace LocalLambdas.Manifests;

/// <summary>When the process of a lambda is started.</summary>
internal enum StartMode
{
    /// <summary>By the first request.</summary>
    OnDemand,

    /// <summary>Together with the proxy.</summary>
    Eager,
}
