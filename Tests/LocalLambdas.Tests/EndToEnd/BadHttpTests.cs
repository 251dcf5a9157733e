using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace LocalLambdas.Tests.EndToEnd;

/// <summary>What a client sends to be understood in two ways is understood in one, or not at all.</summary>
[Collection(ProxyCollections.Second)]
public sealed partial class BadHttpTests : ProxyTest
{
    private const string Smuggled = "GET /a/smuggled HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n";

    private static readonly (string Name, string Request)[] Illegal =
    [
        ("two lengths", "POST /a/ HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello"),
        ("a list of lengths", "POST /a/ HTTP/1.1\r\nHost: h\r\nContent-Length: 5, 6\r\n\r\nhello"),
        ("a length with a sign", "POST /a/ HTTP/1.1\r\nHost: h\r\nContent-Length: +5\r\n\r\nhello"),
        ("a negative length", "POST /a/ HTTP/1.1\r\nHost: h\r\nContent-Length: -5\r\n\r\nhello"),
        ("a hexadecimal length", "POST /a/ HTTP/1.1\r\nHost: h\r\nContent-Length: 0x5\r\n\r\nhello"),
        ("a length too long for any number", "POST /a/ HTTP/1.1\r\nHost: h\r\nContent-Length: 99999999999999999999\r\n\r\nhello"),
        ("a length with many zeros", "POST /a/ HTTP/1.1\r\nHost: h\r\nContent-Length: 000000000000000000000000005\r\n\r\nhello"),
        ("a length with a NUL", "POST /a/ HTTP/1.1\r\nHost: h\r\nContent-Length: 5\0\r\n\r\nhello"),
        ("an empty length", "POST /a/ HTTP/1.1\r\nHost: h\r\nContent-Length: \r\n\r\nhello"),
        ("an unknown coding", "POST /a/ HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n"),
        ("a coding below the chunks", "POST /a/ HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n"),
        ("chunks twice", "POST /a/ HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n"),
        ("chunks in HTTP/1.0", "POST /a/ HTTP/1.0\r\nHost: h\r\nConnection: keep-alive\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
        ("chunked is not last", "POST /a/ HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n"),
        ("a coding with a control character", "POST /a/ HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: \vchunked\r\n\r\n0\r\n\r\n"),
        ("a space before the colon", "POST /a/ HTTP/1.1\r\nHost: h\r\nContent-Length : 5\r\n\r\nhello"),
        ("a folded header", "GET /a/ HTTP/1.1\r\nHost: h\r\nX-One: 1\r\n Content-Length: 5\r\n\r\n"),
        ("a bare line feed", "GET /a/ HTTP/1.1\r\nHost: h\nX-One: 1\r\n\r\n"),
        ("a bare carriage return", "GET /a/ HTTP/1.1\r\nHost: h\r\nX-One: 1\rX-Two: 2\r\n\r\n"),
        ("NUL in a value", "GET /a/ HTTP/1.1\r\nHost: h\r\nX-One: 1\0\r\n\r\n"),
        ("NUL in a name", "GET /a/ HTTP/1.1\r\nHost: h\r\nX\0One: 1\r\n\r\n"),
        ("NUL in the target", "GET /a/\0 HTTP/1.1\r\nHost: h\r\n\r\n"),
        ("an encoded NUL in the target", "GET /a/%00 HTTP/1.1\r\nHost: h\r\n\r\n"),
        ("bytes above 127 in the target", "GET /a/\u00FF HTTP/1.1\r\nHost: h\r\n\r\n"),
        ("a header without a colon", "GET /a/ HTTP/1.1\r\nHost: h\r\nX-One\r\n\r\n"),
        ("a header without a name", "GET /a/ HTTP/1.1\r\nHost: h\r\n: 1\r\n\r\n"),
        ("no host", "GET /a/ HTTP/1.1\r\n\r\n"),
        ("two hosts", "GET /a/ HTTP/1.1\r\nHost: h\r\nHost: i\r\n\r\n"),
        ("a host with a path", "GET /a/ HTTP/1.1\r\nHost: h/x\r\n\r\n"),
        ("another host than that of the target", "GET http://i/a/ HTTP/1.1\r\nHost: h\r\n\r\n"),
        ("no version", "GET /a/\r\nHost: h\r\n\r\n"),
        ("a version that is none", "GET /a/ HTTP/9.9\r\nHost: h\r\n\r\n"),
        ("a method that is no token", "GE(T /a/ HTTP/1.1\r\nHost: h\r\n\r\n"),
        ("a target without a slash", "GET a/ HTTP/1.1\r\nHost: h\r\n\r\n"),
        ("a chunk size that is no number", "POST /a/ HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\nhello\r\n0\r\n\r\n"),
        ("a chunk size with a sign", "POST /a/ HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n-5\r\nhello\r\n0\r\n\r\n"),
        ("a chunk size too long for any number", "POST /a/ HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\nhello\r\n0\r\n\r\n"),
        ("a chunk longer than its size", "POST /a/ HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nhello\r\n0\r\n\r\n"),
    ];

    [Fact]
    public async Task What_is_not_legal_HTTP_is_refused_and_nothing_after_it_is_read_as_a_request()
    {
        // Of which it is known before it starts that bodies are held first.
        Manifest.Add("a", "pipe", "echo").With("protocol", "json");
        var proxy = await StartAsync();

        var accepted = new List<string>();
        foreach (var (name, request) in Illegal)
        {
            var answer = await RawConnection.ExchangeAsync(proxy.Client.BaseAddress!, request + Smuggled);
            var statuses = StatusLine().Matches(answer).Select(match => match.Groups[1].Value).ToArray();
            var isAnnounced = !name.StartsWith("a chunk", StringComparison.Ordinal) || answer.Contains("\r\nConnection: close\r\n", StringComparison.Ordinal);
            if (statuses is not [['4' or '5', ..]] || !IsProblem(answer) || !isAnnounced)
                accepted.Add($"{name}: {answer}");
        }

        Assert.Empty(accepted);

        Assert.Empty(Started);
    }

    [Fact]
    public async Task A_length_beside_chunks_counts_for_nothing_and_ends_the_connection()
    {
        Manifest.Add("a", "pipe", "echo");
        var proxy = await StartAsync();

        foreach (var headers in new[] { "Content-Length: 4\r\nTransfer-Encoding: chunked", "Transfer-Encoding: chunked\r\nContent-Length: 4" })
        {
            var answer = await RawConnection.ExchangeAsync(
                proxy.Client.BaseAddress!, $"POST /a/ HTTP/1.1\r\nHost: h\r\n{headers}\r\n\r\n5\r\nhello\r\n0\r\n\r\n{Smuggled}");

            Assert.Single(StatusLine().Matches(answer));
            Assert.DoesNotContain("smuggled", answer, StringComparison.Ordinal);
            if (answer.StartsWith("HTTP/1.1 200", StringComparison.Ordinal))
                Assert.Contains("\"bodyLength\":5", answer, StringComparison.Ordinal);
        }
    }

    [Theory, MemberData(nameof(Modes))]
    public async Task Connection_cannot_take_the_length_from_a_request(string mode)
    {
        Manifest.Add("a", mode, "echo");
        var proxy = await StartAsync();

        var answer = await RawConnection.ExchangeAsync(
            proxy.Client.BaseAddress!,
            $"POST /a/first HTTP/1.1\r\nHost: h\r\nConnection: Content-Length, X-One\r\nX-One: 1\r\nContent-Length: {Smuggled.Length}\r\n\r\n{Smuggled}");

        Assert.Equal(["200"], StatusLine().Matches(answer).Select(match => match.Groups[1].Value));
        Assert.Contains($"\"bodyLength\":{Smuggled.Length}", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("smuggled", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("X-One", answer, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("/a/../b/", "/b/")]
    [InlineData("/a/%2e%2E/b/", "/b/")]
    [InlineData("/b/./x", "/b/x")]
    [InlineData("/../b/", "/b/")]
    [InlineData("http://h/a/../b/?q=/../a/", "/b/?q=/../a/")]
    [InlineData("/b/%2e%2e%2fa/", "/b/%2e%2e%2fa/")]
    public async Task Dot_segments_are_removed_before_the_route_is_found(string target, string seen)
    {
        foreach (var mode in new[] { "pipe", "http", "frames", "plain" })
        {
            Manifest.Clear().Add("a", mode, "raw", """{"status":418}""").Add("b", mode, "echo");
            await using var proxy = await StartAsync();

            var answer = await RawConnection.ExchangeAsync(proxy.Client.BaseAddress!, $"GET {target} HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");

            Assert.Contains($"\"uri\":\"{seen}\"", answer, StringComparison.Ordinal);
        }
    }

    [Theory, MemberData(nameof(Modes))]
    public async Task Who_expects_100_continue_gets_it_and_trailers_are_dropped(string mode)
    {
        Manifest.Add("a", mode, "echo");
        var proxy = await StartAsync();
        using var connection = await RawConnection.OpenAsync(proxy.Client.BaseAddress!);

        await connection.SendAsync("POST /a/ HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nTransfer-Encoding: chunked\r\nTrailer: X-After\r\nConnection: close\r\n\r\n");
        await connection.ReadUntilAsync("HTTP/1.1 100 Continue\r\n\r\n");
        await connection.SendAsync("5;a=b\r\nhello\r\n0\r\nX-After: 1\r\n\r\n");
        await connection.ReadToEndAsync();

        Assert.Contains("HTTP/1.1 200 OK", connection.Received, StringComparison.Ordinal);
        Assert.Contains("\"bodyLength\":5", connection.Received, StringComparison.Ordinal);
        Assert.DoesNotContain("X-After", connection.Received, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("GET /a/\0 HTTP/1.1\r\nHost: h\r\n\r\n", 400, "bad-request")]
    [InlineData("GET * HTTP/1.1\r\nHost: h\r\n\r\n", 405, "method-not-allowed")]
    [InlineData("GET h:80 HTTP/1.1\r\nHost: h\r\n\r\n", 405, "method-not-allowed")]
    [InlineData("GET /a/{9000} HTTP/1.1\r\nHost: h\r\n\r\n", 414, "target-too-long")]
    [InlineData("GET /a/ HTTP/1.1\r\nHost: h\r\nX-One: {40000}\r\n\r\n", 431, "header-too-large")]
    [InlineData("GET /a/ HTTP/9.9\r\nHost: h\r\n\r\n", 505, "version-not-supported")]
    public async Task What_the_server_refuses_by_itself_has_a_type_too(string request, int status, string type)
    {
        Manifest.Add("a", "pipe", "echo").Add("empty", "pipe", "raw", """{"status":400}""");
        var proxy = await StartAsync();
        var bytes = Count().Replace(request, count => new('x', int.Parse(count.Groups[1].Value, CultureInfo.InvariantCulture)));

        // Behind answers that leave every amount of room in the buffer, and one that looks nearly the same.
        for (var before = 0; before < 12; before++)
        {
            var wanted = string.Concat(Enumerable.Repeat("GET /a/ HTTP/1.1\r\nHost: h\r\n\r\n", before));
            var answer = await RawConnection.ExchangeAsync(proxy.Client.BaseAddress!, $"{wanted}GET /empty/ HTTP/1.1\r\nHost: h\r\n\r\n{bytes}");

            Assert.Equal([.. Enumerable.Repeat("200", before), "400", $"{status}"], StatusLine().Matches(answer).Select(match => match.Groups[1].Value));
            var own = answer[answer.LastIndexOf("HTTP/1.1 ", StringComparison.Ordinal)..];
            Assert.True(IsProblem(own), own);
            using var problem = JsonDocument.Parse(own[own.IndexOf("\r\n\r\n", StringComparison.Ordinal)..]);
            Assert.Equal(($"urn:local_lambdas:{type}", status), (problem.RootElement.GetProperty("type").GetString(), problem.RootElement.GetProperty("status").GetInt32()));
            var empty = answer[..^own.Length];
            Assert.EndsWith("\r\n\r\n", empty, StringComparison.Ordinal);
        }
    }

    private static bool IsProblem(string answer)
    {
        var end = answer.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        return end > 0
            && answer[..end].Contains("\r\nContent-Type: application/problem+json\r\n", StringComparison.Ordinal)
            && answer[..end].Contains($"\r\nContent-Length: {answer.Length - end - 4}\r\n", StringComparison.Ordinal);
    }

    [GeneratedRegex("\\{([0-9]+)\\}")]
    private static partial Regex Count();

    // Anywhere: an answer begins right behind the body of the one before.
    [GeneratedRegex("HTTP/1\\.[01] ([0-9]{3}) ")]
    private static partial Regex StatusLine();
}
