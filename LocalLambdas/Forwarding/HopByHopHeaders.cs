using System.Collections.Frozen;
using Microsoft.AspNetCore.Http;

namespace LocalLambdas.Forwarding;

/// <summary>Headers that concern one connection only and are never forwarded (RFC 9110, 7.6.1).</summary>
internal static class HopByHopHeaders
{
    // End-to-end, but the proxy meets it: Kestrel answers 100-continue when the body is begun, and looks among the headers for it then.
    private const string Expect = "Expect";

    private static readonly FrozenSet<string> Names = FrozenSet.ToFrozenSet(
        ["Connection", Expect, "Keep-Alive", "Proxy-Authenticate", "Proxy-Authorization", "Proxy-Connection", "TE", "Trailer", "Transfer-Encoding", "Upgrade"],
        StringComparer.OrdinalIgnoreCase);

    public static bool Contains(string name) => Names.Contains(name);

    /// <summary>The header names in a value of <c>Connection</c>.</summary>
    public static IEnumerable<string> NamedBy(string? connection) =>
        connection?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];

    /// <summary>
    /// Takes away what must not reach a lambda, the headers that <c>Connection</c> names included; but for <c>Expect</c>, which
    /// <see cref="Messages.RequestHeaders"/> leaves out.
    /// </summary>
    public static void RemoveFrom(IHeaderDictionary headers)
    {
        foreach (var value in headers.Connection)
        {
            foreach (var name in NamedBy(value))
            {
                // It is of no connection, and without it the request would be none (RFC 9112, 3.2).
                if (!name.Equals("Host", StringComparison.OrdinalIgnoreCase)) headers.Remove(name);
            }
        }

        foreach (var name in Names)
        {
            if (name is not Expect) headers.Remove(name);
        }
    }
}
