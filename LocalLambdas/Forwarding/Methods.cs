namespace LocalLambdas.Forwarding;

internal static class Methods
{
    /// <summary>Those that RFC 9110, 9.2.2 names, without TRACE; of others, such as PROPFIND, the proxy does not know.</summary>
    public static bool AreIdempotent(string method) => method is "GET" or "HEAD" or "OPTIONS" or "PUT" or "DELETE";
}
