using Microsoft.AspNetCore.Http;

namespace LocalLambdas.Telemetry;

/// <summary>Methods as the semantic conventions tell them: what a client makes up must not become a name of its own.</summary>
internal static class MethodName
{
    public const string Other = "_OTHER";

    public static string Known(string method) => HttpMethods.GetCanonicalizedValue(method) is var known && IsKnown(known) ? known : Other;

    private static bool IsKnown(string method) => method
        is "GET" or "HEAD" or "POST" or "PUT" or "DELETE" or "CONNECT" or "OPTIONS" or "TRACE" or "PATCH";
}
