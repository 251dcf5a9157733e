using System.Globalization;
using System.Text.RegularExpressions;

namespace LocalLambdas.Tests.EndToEnd;

/// <summary>Where an answer ends is said by the proxy: whatever a lambda answers, the next answer of the connection begins right behind it.</summary>
[Collection(ProxyCollections.First)]
public sealed partial class FramingTests : ProxyTest
{
    public static TheoryData<string, string, string> Answers
    {
        get
        {
            var data = new TheoryData<string, string, string>();
            foreach (var mode in OwnProtocols.Select(row => row.Data))
            {
                foreach (var status in new[] { 200, 204, 205, 304, 404 })
                {
                    data.Add(mode, "GET", $$"""{"status":{{status}},"body":"aGkgdGhlcmU="}""");
                    data.Add(mode, "HEAD", $$"""{"status":{{status}},"body":"aGkgdGhlcmU="}""");
                }

                foreach (var length in new[] { "0", "1", "99", "x", "-1", "8, 9" })
                    data.Add(mode, "GET", $$"""{"status":200,"headers":{"Content-Length":"{{length}}"},"body":"aGkgdGhlcmU="}""");
                foreach (var coding in new[] { "chunked", "gzip, chunked", "identity" })
                    data.Add(mode, "GET", $$"""{"status":200,"headers":{"transfer-encoding":"{{coding}}"},"body":"NQ0KaGVsbG8NCjANCg0K"}""");
                data.Add(mode, "GET", """{"status":200,"headers":{"Content-Length":["1","2"],"Transfer-Encoding":"chunked"},"body":"aGkgdGhlcmU="}""");
            }

            return data;
        }
    }

    [Fact]
    public async Task Each_answer_ends_where_the_next_one_begins()
    {
        foreach (var (index, (mode, _, answer)) in Answers.Select(row => row.Data).Index())
            Manifest.Add($"a{index}", mode, "raw", answer);
        Manifest.Add("last", "pipe", "raw", """{"status":418,"body":"bGFzdA=="}""");
        var proxy = await StartAsync();

        foreach (var (index, (mode, method, answer)) in Answers.Select(row => row.Data).Index())
        {
            var received = await RawConnection.ExchangeAsync(
                proxy.Client.BaseAddress!,
                $"{method} /a{index}/ HTTP/1.1\r\nHost: h\r\n\r\nGET /last/ HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");

            var rest = AfterFirst(received, method);
            Assert.True(
                rest.StartsWith("HTTP/1.1 418 ", StringComparison.Ordinal) && rest.EndsWith("\r\n\r\nlast", StringComparison.Ordinal),
                $"{mode} {method} {answer}: {received}");
            Assert.DoesNotContain("ransfer-", received, StringComparison.Ordinal);
        }
    }

    // What a client has left that reads as RFC 9112, 6.3 says
    private static string AfterFirst(string received, string method)
    {
        var end = received.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4;
        var status = received["HTTP/1.1 ".Length..12];
        if (method is "HEAD" || status is "204" or "304")
            return received[end..];
        var length = int.Parse(Length().Match(received[..end]).Groups[1].Value, CultureInfo.InvariantCulture);
        return received[(end + length)..];
    }

    [GeneratedRegex("\r\nContent-Length: ([0-9]+)\r\n")]
    private static partial Regex Length();
}
