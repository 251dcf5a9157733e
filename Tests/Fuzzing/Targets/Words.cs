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

    public static IEnumerable<byte[]> Of(params string[] words) => words.Select(Encoding.UTF8.GetBytes);
}
