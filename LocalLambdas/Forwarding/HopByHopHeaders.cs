using System.Collections.Frozen;
using Microsoft.AspNetCore.Http;

namespace LocalLambdas.Forwarding;

/// <summary>Headers that concern one connection only and are never forwarded (RFC 9110, 7.6.1).</summary>
internal static class HopByHopHeaders
{
    // Expect is end-to-end, but the proxy has already met it: it answers 100-continue when it reads the body.
    private static readonly FrozenSet<string> Names = FrozenSet.ToFrozenSet(
        ["Connection", "Expect", "Keep-Alive", "Proxy-Authenticate", "Proxy-Authorization", "Proxy-Connection", "TE", "Trailer", "Transfer-Encoding", "Upgrade"],
        StringComparer.OrdinalIgnoreCase);

    public static bool Contains(string name) => Names.Contains(name);

    /// <summary>The header names in a value of <c>Connection</c>.</summary>
    public static IEnumerable<string> NamedBy(string? connection) =>
        connection?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];

    /// <summary>Takes away what must not reach a lambda, the headers that <c>Connection</c> names included.</summary>
    public static void RemoveFrom(IHeaderDictionary headers)
    {
        foreach (var value in headers.Connection)
        {
            foreach (var name in NamedBy(value)) headers.Remove(name);
        }

        foreach (var name in Names) headers.Remove(name);
    }
}
