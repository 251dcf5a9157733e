namespace LocalLambdas.Messages;

/// <summary>How large a request's body may be; null: as large as it comes.</summary>
/// <param name="HeldBytes">Where the protocol carries it whole, and so it is held in memory.</param>
/// <param name="StreamedBytes">Where it passes.</param>
internal sealed record BodyLimits(long? HeldBytes, long? StreamedBytes);
