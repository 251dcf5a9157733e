using System.Diagnostics;
using Microsoft.AspNetCore.Http;

namespace LocalLambdas.Messages;

/// <summary>What a lambda is asked: the client's request without what concerns only the connection to the proxy.</summary>
/// <param name="Uri">Path and query as the client sent them, dot segments removed.</param>
internal sealed record LambdaRequest(string Method, string Uri, IHeaderDictionary Headers, RequestBody Body)
{
    /// <summary>Headers of the proxy, in place of those of the same names in <see cref="Headers"/>.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> OwnHeaders { get; init; } = [];

    /// <summary>What is to be sent, whatever the protocol: one pair for each value, in order.</summary>
    /// <param name="span">The span that the lambda is to continue instead of the client's; null: the client's headers stay as they are.</param>
    public RequestHeaders HeadersWithin(Activity? span) => new(this, span);
}
