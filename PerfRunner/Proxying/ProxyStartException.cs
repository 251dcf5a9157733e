namespace PerfRunner.Proxying;

internal enum ProxyStartError
{
    /// <summary>The operating system refused to start the program.</summary>
    NotStarted,

    /// <summary>It ended before it listened.</summary>
    Ended,

    /// <summary>It runs, but did not accept in time.</summary>
    NotListening,
}

/// <summary>The proxy could not be started. The message holds the end of its output.</summary>
internal sealed class ProxyStartException(ProxyStartError error, string message) : Exception(message)
{
    public ProxyStartError Error { get; } = error;
}
