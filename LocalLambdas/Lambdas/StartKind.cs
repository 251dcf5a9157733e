namespace LocalLambdas.Lambdas;

/// <summary>How a process came to the request that needed it first. The names are stable: admin endpoint and telemetry tell them in lower case.</summary>
internal enum StartKind
{
    /// <summary>The request waited for it to start.</summary>
    Cold,

    /// <summary>It had been started before, and was ready.</summary>
    Spare,
}
