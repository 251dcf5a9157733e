using System.Globalization;

namespace FaultyLambda.Answers;

/// <summary>
/// Answers as the request says: with the header <c>NAME: VALUE</c> for each header whose name begins with <c>x-answer</c>, and with the status of <c>x-status</c>. Who has the
/// entity tag or the date already that is to be answered gets a 304.
/// </summary>
internal static class Told
{
    private const string Prefix = "x-answer";

    public static Reply Answer(Request request, List<KeyValuePair<string, string>> headers, byte[] body)
    {
        var told = request.Headers.Where(header => header.Key.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase)).Select(header => Parse(header.Value)).ToList();

        // Without the other headers: they would take the place of those that were answered before
        if (Has("if-none-match", "etag") || Has("if-modified-since", "last-modified"))
            return new(304, told, []);
        headers.AddRange(told);
        var status = request.Header("x-status") is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : 200;
        return new(status, headers, body);

        bool Has(string condition, string validator) =>
            request.Header(condition) is { } value && told.Any(header => header.Key.Equals(validator, StringComparison.OrdinalIgnoreCase) && header.Value == value);
    }

    private static KeyValuePair<string, string> Parse(string header)
    {
        var colon = header.IndexOf(':', StringComparison.Ordinal);
        return new(header[..colon], header[(colon + 1)..].Trim());
    }
}
