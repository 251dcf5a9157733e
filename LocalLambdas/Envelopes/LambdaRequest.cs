using Microsoft.AspNetCore.Http;

namespace LocalLambdas.Envelopes;

/// <summary>What a lambda is asked: the client's request without what concerns only the connection to the proxy.</summary>
/// <param name="Uri">Path and query as the client sent them, dot segments removed.</param>
internal sealed record LambdaRequest(string Method, string Uri, IHeaderDictionary Headers, ReadOnlyMemory<byte> Body)
{
    /// <summary>Headers of the proxy, in place of those of the same names in <see cref="Headers"/>.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> OwnHeaders { get; init; } = [];
}
