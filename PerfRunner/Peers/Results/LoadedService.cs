namespace PerfRunner.Peers.Results;

/// <summary>A service behind the proxy, after it has answered for a while.</summary>
/// <param name="Flavor">How it is built: jit, r2r or aot.</param>
/// <param name="Requests">Answered before its memory was read.</param>
/// <param name="ResidentBytes">Null where it is not known.</param>
internal sealed record LoadedService(string Service, string Flavor, long Requests, long Errors, long? ResidentBytes);
