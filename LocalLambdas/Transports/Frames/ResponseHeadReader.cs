using LambdaRuntime.Frames;
using LocalLambdas.Messages;

namespace LocalLambdas.Transports.Frames;

/// <summary>Makes the head of a response of what came in a frame whose lengths are right.</summary>
internal static class ResponseHeadReader
{
    private const string ContentLength = "Content-Length";

    /// <returns>False if HTTP does not allow a field: the lambda's handler is to blame, not the connection.</returns>
    public static bool TryRead(ResponseHead head, HeadStrings strings, out KeyValuePair<string, string>[] headers)
    {
        var fields = head.Fields;
        headers = fields.Count is 0 ? [] : new KeyValuePair<string, string>[fields.Count];
        for (var i = 0; fields.MoveNext(); i++)
        {
            if (!HeaderSyntax.IsName(fields.Name) || !HeaderSyntax.IsValue(fields.Value)) return false;
            headers[i] = new(strings.Of(fields.Name), strings.Of(fields.Value));
        }

        return true;
    }

    /// <summary>How long the body is to be as the lambda says it; null if it does not, or not clearly, or if there is no body of this status.</summary>
    public static long? LengthIn(int status, KeyValuePair<string, string>[] headers)
    {
        // RFC 9110, 8.6: of a 304 it is the length of another answer's body. 204 and 205 must not have it (15.3.6).
        if (status is 204 or 205 or 304) return null;
        long? length = null;
        foreach (var (name, value) in headers)
        {
            if (!name.Equals(ContentLength, StringComparison.OrdinalIgnoreCase)) continue;
            if (length is not null || !long.TryParse(value, System.Globalization.NumberStyles.None, null, out var number)) return null;
            length = number;
        }

        return length;
    }
}
