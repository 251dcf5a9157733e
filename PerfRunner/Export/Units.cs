using System.Globalization;
using System.Text.Json;

namespace PerfRunner.Export;

/// <summary>How figures are written for people: invariant culture, three to five digits, the unit always stated.</summary>
internal static class Units
{
    /// <summary>For a figure that nobody could tell.</summary>
    public const string NotAvailable = "n/a";

    /// <summary>For a figure of a case that has no values.</summary>
    public const string NoValue = "–";

    private const double Kibi = 1024;

    public static string Count(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    public static string Id(int value) => value.ToString(CultureInfo.InvariantCulture);

    public static string Number(double value) => Math.Abs(value) switch
    {
        < 10 => Fixed(value, 2),
        < 1_000 => Fixed(value, 1),
        _ => Fixed(value, 0),
    };

    /// <summary>Microseconds up to 10,000, then milliseconds up to 10,000, then seconds.</summary>
    public static string Duration(double? microseconds) => microseconds switch
    {
        null => NotAvailable,
        { } value when Math.Abs(value) < 10_000 => $"{Number(value)} µs",
        { } value when Math.Abs(value) < 10_000_000 => $"{Number(value / 1_000)} ms",
        { } value => $"{Number(value / 1_000_000)} s",
    };

    /// <summary>For a figure that only what succeeded has.</summary>
    public static string DurationIfAny(double? microseconds) => microseconds is null ? NoValue : Duration(microseconds);

    public static string Bytes(double? bytes) => bytes switch
    {
        null => NotAvailable,
        { } value when Math.Abs(value) < Kibi => $"{Fixed(value, 0)} B",
        { } value when Math.Abs(value) < Kibi * Kibi => $"{Number(value / Kibi)} KiB",
        { } value when Math.Abs(value) < Kibi * Kibi * Kibi => $"{Number(value / Kibi / Kibi)} MiB",
        { } value => $"{Number(value / Kibi / Kibi / Kibi)} GiB",
    };

    public static string BytesPerSecond(double? rate) => rate is null ? NotAvailable : $"{Bytes(rate)}/s";

    public static string PerSecond(double? rate) => rate is { } value ? $"{Number(value)}/s" : NotAvailable;

    public static string Percent(double fraction) => $"{Fixed(fraction * 100, 1)} %";

    public static string Ratio(double ratio) => $"{Number(ratio)} ×";

    public static string Timestamp(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);

    public static string TimeOfDay(DateTimeOffset time) =>
        time.UtcDateTime.ToString("HH:mm:ss.ffffff", CultureInfo.InvariantCulture);

    /// <summary>The name a value of an enum has in the JSON report.</summary>
    public static string Name(Enum value) => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());

    // Adding zero turns the negative zero that rounding can leave into zero.
    private static string Fixed(double value, int decimals) =>
        (Math.Round(value, decimals, MidpointRounding.AwayFromZero) + 0.0).ToString($"N{Id(decimals)}", CultureInfo.InvariantCulture);
}
