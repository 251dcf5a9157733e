using System.Globalization;

namespace LocalLambdas.Manifests;

/// <summary>A number with one of the units ms, s, m and h; without a unit, seconds.</summary>
internal static class Duration
{
    public const string Format = "write a number with ms, s, m or h, such as 500ms, 1.5s or 10m, of at least 1ms and at most 1000h";

    // Timers resolve milliseconds: less would silently become 0. They end at 49.7 days (CancellationTokenSource.CancelAfter).
    private const decimal ShortestMilliseconds = 1;
    private const decimal LongestMilliseconds = 1000 * 3_600_000m;

    // "ms" stands before the units that it ends in
    private static readonly KeyValuePair<string, decimal>[] Units =
        [new("ms", 1), new("s", 1000), new("m", 60_000), new("h", 3_600_000), new("", 1000)];

    public static bool TryParse(string text, out TimeSpan duration)
    {
        duration = default;
        var (unit, milliseconds) = Units.First(candidate => text.EndsWith(candidate.Key, StringComparison.Ordinal));
        var number = text.AsSpan(0, text.Length - unit.Length);
        if (!decimal.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var count))
            return false;
        if (count > LongestMilliseconds / milliseconds || (count > 0 && count * milliseconds < ShortestMilliseconds))
            return false;

        duration = TimeSpan.FromTicks((long)(count * milliseconds * TimeSpan.TicksPerMillisecond));
        return true;
    }
}
