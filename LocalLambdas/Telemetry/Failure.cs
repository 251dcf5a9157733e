using System.Globalization;

namespace LocalLambdas.Telemetry;

/// <summary>The attribute <c>error.type</c> of a request: what failed in the proxy, or else the status that the lambda answered.</summary>
internal static class Failure
{
    /// <summary>Null for what is no failure of the server: the client's errors are not (semantic conventions for HTTP, span status).</summary>
    public static string? Of(RequestTimeline timeline, int status) => status switch
    {
        >= 500 => timeline.Error ?? status.ToString(CultureInfo.InvariantCulture),
        >= 400 => null,
        _ => timeline.Error,
    };
}
