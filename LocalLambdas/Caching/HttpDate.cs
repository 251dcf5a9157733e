using System.Globalization;

namespace LocalLambdas.Caching;

/// <summary>The three forms of a date that a recipient accepts (RFC 9110, 5.6.7); any other zone than GMT is invalid (RFC 9111, 4.2).</summary>
internal static class HttpDate
{
    private const string FixDate = "ddd, dd MMM yyyy HH:mm:ss 'GMT'";

    private static readonly string[] Formats = [FixDate, "dddd, dd-MMM-yy HH:mm:ss 'GMT'", "ddd MMM d HH:mm:ss yyyy"];

    public static bool TryParse(ReadOnlySpan<char> text, out DateTimeOffset date) =>
        // asctime pads the day with a blank, hence the inner white space
        DateTimeOffset.TryParseExact(
            text, Formats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AllowInnerWhite, out date);

    public static string Format(DateTimeOffset date) => date.ToUniversalTime().ToString(FixDate, CultureInfo.InvariantCulture);
}
