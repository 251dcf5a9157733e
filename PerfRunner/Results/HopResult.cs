namespace PerfRunner.Results;

/// <summary>Where the time of a case's requests went.</summary>
/// <param name="Requests">How many requests were taken apart.</param>
/// <param name="EndToEnd">Of these requests, in microseconds.</param>
/// <param name="Rows">In the order in which a request passes them, last what no hop accounts for; their means add up to that of EndToEnd.</param>
internal sealed record HopResult(int Requests, LatencyStatistics EndToEnd, IReadOnlyList<HopRow> Rows);

/// <param name="Name">Stable name: client-to-proxy, queue, cache, start, connect, transport, handler, return, unattributed.</param>
/// <param name="Statistics">In microseconds; 0 in a request that did not pass the hop.</param>
internal sealed record HopRow(string Name, LatencyStatistics Statistics);
