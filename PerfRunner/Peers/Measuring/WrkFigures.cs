namespace PerfRunner.Peers.Measuring;

/// <summary>What wrk says.</summary>
/// <param name="Errors">Failed connections, reads, writes and timeouts, and answers whose status is not 2xx or 3xx.</param>
internal sealed record WrkFigures(double RequestsPerSecond, double P50Microseconds, long Errors);
