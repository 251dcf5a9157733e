using Microsoft.Extensions.Primitives;

namespace LocalLambdas.Telemetry;

/// <summary>The request header <c>Prefer</c> (RFC 7240).</summary>
internal static class PreferHeader
{
    public const string Name = "Prefer";

    private const string ServerTiming = "server-timing";

    /// <summary>Without allocation: every request is asked.</summary>
    public static bool AsksForServerTiming(StringValues values)
    {
        foreach (var value in values)
        {
            var text = value.AsSpan();
            foreach (var range in text.Split(','))
            {
                var preference = text[range];
                var end = preference.IndexOfAny(';', '=');
                if (end >= 0) preference = preference[..end];
                if (preference.Trim().Equals(ServerTiming, StringComparison.OrdinalIgnoreCase)) return true;
            }
        }

        return false;
    }
}
