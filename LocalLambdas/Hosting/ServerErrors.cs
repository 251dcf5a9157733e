using System.Collections.Frozen;
using System.Globalization;
using System.Text;
using LocalLambdas.Forwarding;

namespace LocalLambdas.Hosting;

/// <summary>
/// Answers that Kestrel makes by itself, before the application sees a request or after it has thrown: a head without a body. They are told
/// by their form, which no other answer has: one of a lambda has <c>Via</c>, one of the proxy a body.
/// </summary>
internal static class ServerErrors
{
    private const int StatusBegin = 9;
    private const int StatusEnd = 12;

    private static readonly FrozenDictionary<int, ServerError> ByStatus = new Dictionary<int, ServerError>
    {
        [400] = new(ForwardError.BadRequest, "The head of the request is not legal HTTP."),
        [405] = new(ForwardError.MethodNotAllowed, "The target '*' is for OPTIONS alone, and HOST:PORT for CONNECT."),
        [408] = new(ForwardError.HeadTimedOut, "The head of the request did not come within 30 s."),
        [414] = new(ForwardError.TargetTooLong, "The request line has more than 8192 bytes."),
        [431] = new(ForwardError.HeaderTooLarge, "The header has more bytes than MAX_REQUEST_HEADER_BYTES, or more than 100 fields."),
        [500] = new(ForwardError.Internal, "The proxy has failed. Its log says how."),
        [505] = new(ForwardError.VersionNotSupported, "The versions 1.1 and 1.0 are supported."),
    }.ToFrozenDictionary();

    /// <summary>What <see cref="Complete"/> adds at most.</summary>
    public static int MostAdded { get; } = ByStatus.Values.Max(error => error.Fields.Length + error.Body.Length);

    private static ReadOnlySpan<byte> NoBody => "Content-Length: 0\r\n"u8;

    /// <summary>Puts a body behind a head that Kestrel has made by itself, if that is what there is.</summary>
    /// <returns>How many bytes there are now.</returns>
    public static int Complete(Span<byte> room, int written)
    {
        var head = room[..written];

        // By this alone nearly all answers are told from errors.
        if (written <= StatusEnd || head[StatusBegin] is not ((byte)'4' or (byte)'5')) return written;
        if (!int.TryParse(head[StatusBegin..StatusEnd], NumberStyles.None, CultureInfo.InvariantCulture, out var status)
            || !ByStatus.TryGetValue(status, out var error)
            || !head.StartsWith("HTTP/1.1 "u8))
        {
            return written;
        }

        var fields = head.IndexOf("\r\n"u8) + 2;
        if (!head[fields..].StartsWith(NoBody)) return written;
        var others = head[(fields + NoBody.Length)..];
        if (!AreKestrels(others)) return written;

        others.CopyTo(room[(fields + error.Fields.Length)..]);
        error.Fields.CopyTo(room[fields..]);
        var end = fields + error.Fields.Length + others.Length;
        error.Body.CopyTo(room[end..]);
        return end + error.Body.Length;
    }

    /// <summary>In the order in which Kestrel writes them. <c>Allow</c> stands in a 405 only.</summary>
    private static bool AreKestrels(ReadOnlySpan<byte> fields)
    {
        Skip(ref fields, "Connection: close\r\n"u8);
        if (!Skip(ref fields, "Date: "u8)) return false;
        SkipLine(ref fields);
        if (fields.StartsWith("Allow: "u8)) SkipLine(ref fields);
        return fields.SequenceEqual("\r\n"u8);
    }

    private static bool Skip(ref ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> what)
    {
        if (!bytes.StartsWith(what)) return false;
        bytes = bytes[what.Length..];
        return true;
    }

    private static void SkipLine(ref ReadOnlySpan<byte> bytes) => bytes = bytes[(bytes.IndexOf("\r\n"u8) + 2)..];

    private sealed class ServerError
    {
        public ServerError(ForwardError error, string detail)
        {
            var problem = Problem.From(error, detail);
            var (_, type) = problem.Headers.Single();
            Body = problem.Body.ToArray();
            Fields = Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"Content-Length: {Body.Length}\r\nContent-Type: {type}\r\n"));
        }

        public byte[] Fields { get; }

        public byte[] Body { get; }
    }
}
