using System.Text;
using LocalLambdas.Hosting;

namespace LocalLambdas.Transports.Http;

/// <summary>Makes text of fields. Names that nearly all answers have are not made anew each time.</summary>
internal static class FieldText
{
    // As the servers of several ecosystems write them: some in lower case.
    private static readonly string[] Common =
    [
        "Content-Type", "Date", "Server", "Cache-Control", "ETag", "Last-Modified", "Expires", "Vary", "Age", "Location", "Set-Cookie",
        "Content-Encoding", "Content-Language", "Content-Disposition", "Content-Range", "Accept-Ranges", "Allow", "Link", "Pragma",
        "Retry-After", "Server-Timing", "Strict-Transport-Security", "Content-Security-Policy", "X-Content-Type-Options",
        "X-Frame-Options", "X-Powered-By", "X-Request-Id", "Access-Control-Allow-Origin", "Access-Control-Allow-Headers",
        "Access-Control-Allow-Methods", "Access-Control-Expose-Headers", "Via", "WWW-Authenticate",
    ];

    // By length: few have the same one, and which of them it is the first bytes mostly say.
    private static readonly (byte[] Bytes, string Text)[][] ByLength = Sort(Common);

    public static string Name(ReadOnlySpan<byte> name)
    {
        if (name.Length < ByLength.Length)
        {
            foreach (var (bytes, text) in ByLength[name.Length])
            {
                if (name.SequenceEqual(bytes)) return text;
            }
        }

        return Encoding.ASCII.GetString(name);
    }

    public static string Value(ReadOnlySpan<byte> value) => Ascii.IsValid(value) ? Encoding.ASCII.GetString(value) : HeaderEncoding.Instance.GetString(value);

    private static (byte[] Bytes, string Text)[][] Sort(string[] names)
    {
        var spelled = names.Concat(names.Select(name => name.ToLowerInvariant()));
        var byLength = spelled.ToLookup(name => name.Length, name => (Encoding.ASCII.GetBytes(name), name));
        return [.. Enumerable.Range(0, byLength.Max(group => group.Key) + 1).Select(length => byLength[length].ToArray())];
    }
}
