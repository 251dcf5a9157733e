using System.Globalization;
using System.Text;
using Fuzzing.Targets;

namespace Fuzzing.Http;

/// <summary>Reads what a server said on one connection as strictly as RFC 9112 lets a client do.</summary>
internal ref struct Answers(ReadOnlySpan<byte> bytes, bool mayBeCut)
{
    private const string Token = "!#$%&'*+-.^_`|~";

    // RFC 9113, 6.8: how Kestrel refuses a client that begins with HTTP/2 (HTTP_1_1_REQUIRED)
    public static readonly byte[] GoAway = [0, 0, 8, 7, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 13];

    private ReadOnlySpan<byte> _rest = bytes;
    private bool _isCut;

    /// <param name="methods">Of the requests that the application saw. One answer more may follow: of the server itself, before it closes.</param>
    public void Check(IReadOnlyList<string> methods)
    {
        var answered = 0;
        while (!_rest.IsEmpty && !_isCut && !_rest.SequenceEqual(GoAway))
        {
            var status = ReadStatus();
            var headers = ReadHeaders();
            if (_isCut || status < 200)
                continue;
            Invariant.Holds(answered <= methods.Count, "more answers than requests");
            var isServersOwn = answered == methods.Count;
            Invariant.Holds(!isServersOwn || status is (>= 400 and < 500) or 505, $"the server itself answered {status}");
            Invariant.Holds(!isServersOwn || headers.GetValueOrDefault("content-type") == "application/problem+json", $"the server's own {status} has no problem");
            SkipBody(headers, hasNone: status is 204 or 304 || (!isServersOwn && HasNoBody(methods[answered], status)));
            answered++;
        }

        Invariant.Holds(!_isCut || mayBeCut, "the connection was closed within an answer");
        Invariant.Holds(answered >= methods.Count || mayBeCut, $"{answered} answers to {methods.Count} requests");
    }

    // RFC 9112, 6.3
    private static bool HasNoBody(string method, int status) => method == "HEAD" || (method == "CONNECT" && status < 300);

    private int ReadStatus()
    {
        var line = ReadLine();
        if (_isCut)
            return 0;
        Invariant.Holds(line.StartsWith("HTTP/1.1 ", StringComparison.Ordinal) && line.Length >= 12 && (line.Length == 12 || line[12] == ' '), $"status line '{line}'");
        Invariant.Holds(int.TryParse(line.AsSpan(9, 3), NumberStyles.None, CultureInfo.InvariantCulture, out var status) && status is >= 100 and < 600, $"status line '{line}'");
        return status;
    }

    private Dictionary<string, string> ReadHeaders()
    {
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        while (ReadLine() is { Length: > 0 } line && !_isCut)
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            Invariant.Holds(colon > 0 && line.AsSpan(0, colon).ToString().All(c => char.IsAsciiLetterOrDigit(c) || Token.Contains(c)), $"header '{line}'");
            Invariant.Holds(line.All(c => c is '\t' or > (char)31 and not (char)127), $"header '{line}'");
            var name = line[..colon];
            var isFraming = name.Equals("content-length", StringComparison.OrdinalIgnoreCase) || name.Equals("transfer-encoding", StringComparison.OrdinalIgnoreCase);
            Invariant.Holds(headers.TryAdd(name, line[(colon + 1)..].Trim()) || !isFraming, $"{name} stands twice");
        }

        return headers;
    }

    private void SkipBody(Dictionary<string, string> headers, bool hasNone)
    {
        var isChunked = headers.TryGetValue("transfer-encoding", out var coding);
        Invariant.Holds(!isChunked || coding == "chunked", $"transfer coding '{coding}'");
        if (headers.TryGetValue("content-length", out var text))
        {
            Invariant.Holds(!isChunked, "two ways of framing");
            Invariant.Holds(int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var length), $"length '{text}'");
            if (!hasNone)
                Skip(length);
        }
        else if (isChunked && !hasNone)
        {
            SkipChunks();
        }
        else if (!hasNone)
        {
            // RFC 9112, 6.3: it ends with the connection
            _rest = default;
        }
    }

    private void SkipChunks()
    {
        while (!_isCut)
        {
            var line = ReadLine();
            if (_isCut)
                return;
            Invariant.Holds(int.TryParse(line, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var length), $"chunk of '{line}' bytes");
            Skip(length);
            Invariant.Holds(_isCut || ReadLine().Length == 0, "a chunk is longer than it says");
            if (length == 0)
                return;
        }
    }

    private void Skip(int length)
    {
        _isCut = length > _rest.Length;
        _rest = _isCut ? default : _rest[length..];
    }

    private string ReadLine()
    {
        var end = _rest.IndexOf("\r\n"u8);
        if (end < 0)
        {
            _isCut = true;
            return "";
        }

        var line = Encoding.UTF8.GetString(_rest[..end]);
        _rest = _rest[(end + 2)..];
        return line;
    }
}
