namespace LocalLambdas.Envelopes;

/// <summary>What a lambda answered. A header with several values stands once for each, in order.</summary>
internal sealed record LambdaResponse(int Status, IReadOnlyList<KeyValuePair<string, string>> Headers, ReadOnlyMemory<byte> Body);
