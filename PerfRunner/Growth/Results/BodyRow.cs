namespace PerfRunner.Growth.Results;

/// <summary>One way with bodies of one length. Figures are medians of the rounds; null where there were errors.</summary>
/// <param name="Way">Stable: cached, pipe, http (through the proxy) or direct (the web service itself).</param>
/// <param name="Bytes">Of each body.</param>
/// <param name="BytesPerSecond">Of bodies, on all connections together.</param>
/// <param name="LowestBytesPerSecond">Of the round where it was lowest.</param>
internal sealed record BodyRow(
    BodyDirection Direction,
    string Way,
    long Bytes,
    long Errors,
    double? RequestsPerSecond,
    double? BytesPerSecond,
    double? LowestBytesPerSecond,
    double? HighestBytesPerSecond,
    double? P50Microseconds);
