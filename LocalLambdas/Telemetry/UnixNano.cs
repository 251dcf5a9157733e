using System.Globalization;
using System.Text.Json;

namespace LocalLambdas.Telemetry;

/// <summary>Moments as OTLP writes them: nanoseconds since 1970, in JSON a string since they do not fit a double.</summary>
internal static class UnixNano
{
    public static DateTime? In(JsonElement element, string property) =>
        element.ValueKind is JsonValueKind.Object && element.TryGetProperty(property, out var value) ? Of(value) : null;

    public static DateTime Of(long nanoseconds) => DateTime.UnixEpoch.AddTicks(nanoseconds / TimeSpan.NanosecondsPerTick);

    private static DateTime? Of(JsonElement value)
    {
        var nanoseconds = value.ValueKind switch
        {
            JsonValueKind.Number => value.TryGetInt64(out var number) ? number : -1,
            JsonValueKind.String => long.TryParse(value.GetString(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1,
            _ => -1,
        };
        return nanoseconds < 0 ? null : Of(nanoseconds);
    }
}
