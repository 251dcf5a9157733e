namespace PerfRunner.Proxying;

/// <summary>The proxy's admin endpoint did not do what it was asked. The message names the request.</summary>
internal sealed class AdminException(string message, Exception? inner = null) : Exception(message, inner);
