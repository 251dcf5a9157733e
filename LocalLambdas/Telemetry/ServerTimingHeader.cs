using System.Diagnostics;
using System.Globalization;
using System.Text;
using LocalLambdas.Messages;

namespace LocalLambdas.Telemetry;

/// <summary>The response header <c>Server-Timing</c> (https://www.w3.org/TR/server-timing/): durations in milliseconds.</summary>
internal static class ServerTimingHeader
{
    public const string Name = "Server-Timing";

    // Divided first: a count of nanoseconds times a million does not fit for long.
    private static readonly long TicksPerMicrosecond = Stopwatch.Frequency / 1_000_000;

    /// <summary>
    /// The hops until now. <c>received</c> is a moment, not a duration: microseconds of the machine's monotonic clock, which a client on
    /// the same machine reads too.
    /// </summary>
    public static string Of(RequestTimeline timeline)
    {
        var text = new StringBuilder(160);
        text.Append(CultureInfo.InvariantCulture, $"received;desc=\"{Microseconds(timeline.Received)}\"");
        foreach (var hop in Hops.All)
        {
            if (timeline[hop] is not { } duration) continue;
            Append(text, Hops.Name(hop), duration);
            if (hop is Hop.Start && timeline.StartKind is { } kind) text.Append(CultureInfo.InvariantCulture, $";desc=\"{StartKinds.Name(kind)}\"");
        }

        Append(text, "total", Stopwatch.GetElapsedTime(timeline.Received));
        return text.ToString();
    }

    public static TimeSpan? HandlerIn(IReadOnlyList<KeyValuePair<string, string>> headers)
    {
        foreach (var (name, value) in headers)
        {
            if (IsName(name) && HandlerIn(value) is { } handler) return handler;
        }

        return null;
    }

    public static LambdaResponse RemoveFrom(LambdaResponse response) => response.Headers.Any(static header => IsName(header.Key))
        ? response with { Headers = [.. response.Headers.Where(static header => !IsName(header.Key))] }
        : response;

    private static TimeSpan? HandlerIn(ReadOnlySpan<char> value)
    {
        foreach (var range in value.Split(','))
        {
            var metric = value[range];
            var isHandler = false;
            foreach (var part in metric.Split(';'))
            {
                var parameter = metric[part].Trim();
                if (part.Start.Value is 0) isHandler = parameter is "handler";
                else if (isHandler && parameter.StartsWith("dur=", StringComparison.OrdinalIgnoreCase)) return Duration(parameter[4..].Trim('"'));
            }
        }

        return null;
    }

    private static TimeSpan? Duration(ReadOnlySpan<char> milliseconds) =>
        double.TryParse(milliseconds, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value) && value < TimeSpan.MaxValue.TotalMilliseconds
            ? TimeSpan.FromTicks((long)(value * TimeSpan.TicksPerMillisecond))
            : null;

    private static void Append(StringBuilder text, string name, TimeSpan duration) =>
        text.Append(CultureInfo.InvariantCulture, $", {name};dur={duration.TotalMilliseconds:0.####}");

    private static long Microseconds(long timestamp) =>
        TicksPerMicrosecond > 0 ? timestamp / TicksPerMicrosecond : (long)(timestamp * (1_000_000d / Stopwatch.Frequency));

    private static bool IsName(string name) => name.Equals(Name, StringComparison.OrdinalIgnoreCase);
}
