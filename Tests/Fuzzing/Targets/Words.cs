using System.Text;
using Fuzzing.Http;

namespace Fuzzing.Targets;

internal static class Words
{
    /// <summary>What breaks readers of any format: limits of numbers, text that is no Unicode, ends of lines.</summary>
    public static IReadOnlyList<byte[]> Common { get; } =
    [
        .. Of("0", "-1", "2147483648", "18446744073709551616", "1e999", "\0", "\r\n", "\t", "\uFEFF", "\u2028", "%00", "%2e%2e", "../"),
        [0xFF], [0xC0, 0xAF], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xE2, 0x82],
    ];

    public static IReadOnlyList<byte[]> Json { get; } =
    [
        .. Common,
        .. Of("{", "}", "[", "]", "\"", "\\", ":", ",", "null", "true", "{}", "[]", "\"\"", "\\u0000", "\\ud800", "\\ud83d\\ude00", "\\\"", "\\/", "[[[[[[[["),
        .. Of("\"body\":", "\"headers\":", "\"body\":\"YQ==\"", "\"body\":\"YQ=\"", "\"body\":null", "\"headers\":null"),
    ];

    public static IReadOnlyList<byte[]> Http { get; } =
    [
        .. Json,
        .. Of("GET ", "HEAD ", "POST ", "OPTIONS * ", "CONNECT a:1 ", " HTTP/1.1\r\n", " HTTP/1.0\r\n", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "\n", "\r", "\r\n\r\n"),
        .. Of("/a/", "/b", "/a/../b", "/a/%2e%2e/b", "/a?x=", "//a/", "http://a/a/", "%2f", "%zz", "#", "\\", ";"),
        .. Of("Host: a\r\n", "Host: b\r\n", "Content-Length: 5\r\n", "Content-Length: 0\r\n", "Transfer-Encoding: chunked\r\n", "Transfer-Encoding: gzip, chunked\r\n"),
        .. Of("5\r\nhello\r\n", "0\r\n\r\n", "0\r\nX: y\r\n\r\n", "FFFFFFFFF\r\n", "1;x=y\r\na\r\n", "Expect: 100-continue\r\n", "Upgrade: h2c\r\n"),
        .. Of("Connection: close\r\n", "Connection: keep-alive\r\n", "Connection: x-answer\r\n", "Connection: host, content-length\r\n", "Trailer: X\r\n", "TE: trailers\r\n"),
        .. Of("Cache-Control: no-cache\r\n", "Cache-Control: only-if-cached\r\n", "Cache-Control: max-age=-1\r\n", "If-None-Match: \"1\"\r\n", "If-None-Match: *\r\n"),
        .. Of("If-Modified-Since: Sun, 06 Nov 1994 08:49:37 GMT\r\n", "Range: bytes=0-1\r\n", "Authorization: x\r\n", "Prefer: server-timing\r\n", "Accept: x\r\n", "X-A: 1\r\n"),
        .. Of("Cookie: a=b\r\n", " : \r\n", "\r\n folded\r\n", "X: \u00FC\r\n", "traceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01\r\n"),
        .. Of([.. CannedLambda.Choices.Select(choice => $"{CannedLambda.Choice}: {choice}\r\n")]),
    ];

    /// <summary>Of a service in plain HTTP.</summary>
    public static IReadOnlyList<byte[]> Response { get; } =
    [
        .. Common,
        .. Of("HTTP/1.1 200 OK\r\n", "HTTP/1.0 200 OK\r\n", "HTTP/1.1 204\r\n", "HTTP/1.1 304 Not Modified\r\n", "HTTP/1.1 100 Continue\r\n\r\n", "HTTP/1.1 103 Early Hints\r\n"),
        .. Of("HTTP/1.1 101 Switching Protocols\r\n", "HTTP/1.1 599 \r\n", "\n", "\r", "\r\n\r\n", " : ", "\r\n folded"),
        .. Of("Content-Length: 5\r\n", "Content-Length: 5, 5\r\n", "content-length:5\r\n", "Content-Length: 0\r\n", "Content-Length: 99999999999999999999\r\n"),
        .. Of("Transfer-Encoding: chunked\r\n", "Transfer-Encoding: gzip, chunked\r\n", "Transfer-Encoding : chunked\r\n", "Connection: close\r\n", "Connection: content-length\r\n"),
        .. Of("5\r\nhello\r\n", "0\r\n\r\n", "0\r\nX: y\r\n\r\n", "00000000000000005\r\n", "FFFFFFFFFFFFFFF\r\n", "5;x=y\r\nhello\r\n", "5 ;x=\"\r\n", "-5\r\n", "0x5\r\n"),
    ];

    /// <summary>What a proxy may send: whole frames and pieces of them.</summary>
    public static IReadOnlyList<byte[]> RequestFrames { get; } =
    [
        .. Frames,
        .. Hex(
            "0A000000 01000000 02010000 0100 01000000 0000 47 2F", "0A000000 02000000 02000000 0100 01000000 0000 47 2F", "03000000 01000000 04010000 686921",
            "02000000 01000000 06000000 0100"),
        .. Of("/long", "GET", "traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", "prefer", "server-timing"),
    ];

    /// <summary>What a lambda may send.</summary>
    public static IReadOnlyList<byte[]> ResponseFrames { get; } =
    [
        .. Frames,
        .. Hex(
            "12000000 00000000 01000000 0100 0000000000000000 0000000000000000", "04000000 01000000 03010000 C800 0000", "04000000 02000000 03000000 C800 0000",
            "02000000 03000000 04010000 6869", "02000000 01000000 06000000 0300", "02000000 01000000 07000000 5B5D", "04000000 00000000 08000000 01000000"),
        .. Of("content-length", "5", "set-cookie", "x\r\ny", "ü"),
    ];

    private static IEnumerable<byte[]> Frames =>
        Hex("00000000", "01000000", "02000000", "03000000", "FFFFFFFF", "FFFFFF7F", "0100", "04000000 01000000 05000000 00000100", "04000000 02000000 05000000 00000000", "00000000 01000000 04010000");

    public static IEnumerable<byte[]> Of(params string[] words) => words.Select(Encoding.UTF8.GetBytes);

    private static IEnumerable<byte[]> Hex(params string[] words) => words.Select(word => Convert.FromHexString(word.Replace(" ", "", StringComparison.Ordinal)));
}
