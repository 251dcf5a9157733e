using System.Text.RegularExpressions;
using Testing.Proxy;

namespace LocalLambdas.Tests.EndToEnd;

[Collection(ProxyCollections.Second)]
public sealed partial class FastPathTests : ProxyTest
{
    private const string Get = "GET /a/ HTTP/1.1\r\nHost: a\r\n\r\n";
    private const string Head = "HEAD /a/ HTTP/1.1\r\nHost: a\r\n\r\n";
    private const string Last = "GET /a/ HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";

    [Fact]
    public async Task What_Kestrel_answers_and_what_is_answered_before_it_is_the_same()
    {
        var proxy = await StartAsync();
        await RawConnection.ExchangeAsync(proxy.Client.BaseAddress!, Last);

        // The stray carriage return makes it Kestrel's business
        var answers = AnswersIn(await RawConnection.ExchangeAsync(proxy.Client.BaseAddress!, $"\r\n{Get}{Get}{Get}\r\n{Get}{Get}{Last}"));

        Assert.Equal(6, answers.Length);
        Assert.All(answers[1..5], answer => Assert.Equal(answers[0], answer));
        Assert.Equal(answers[0], answers[5].Replace("Connection: close\r\n", "", StringComparison.Ordinal));
        Assert.Contains("Cache-Status: local_lambdas; hit\r\n", answers[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Requests_of_all_kinds_may_share_a_connection()
    {
        var proxy = await StartAsync();
        await RawConnection.ExchangeAsync(proxy.Client.BaseAddress!, Get + Last);

        var received = await RawConnection.ExchangeAsync(
            proxy.Client.BaseAddress!,
            $"{Get}{Get}{Head}{Get}POST /a/ HTTP/1.1\r\nHost: a\r\nContent-Length: {Get.Length}\r\n\r\n{Get}{Get}{Get}GET /a/ HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n{Last}");

        // The POST makes what was stored invalid; its body, which looks like a request, is none
        string[] expected = ["hit", "hit", "hit", "hit", "fwd=method", "fwd=miss", "hit", "fwd=bypass", "hit"];
        Assert.Equal(expected, CacheStatus().Matches(received).Select(match => match.Groups[1].Value));
    }

    [Fact]
    public async Task A_request_that_comes_in_pieces_is_answered_and_so_is_the_next_one()
    {
        var proxy = await StartAsync();
        await RawConnection.ExchangeAsync(proxy.Client.BaseAddress!, Get + Last);
        using var connection = await RawConnection.OpenAsync(proxy.Client.BaseAddress!);

        await connection.SendAsync(Get + Get[..10]);
        await connection.ReadUntilAsync("}");
        await connection.SendAsync(Get[10..] + Get + Last);
        await connection.ReadToEndAsync();

        Assert.Equal(4, AnswersIn(connection.Received).Length);
    }

    [Fact(Skip = "Windows has no signals", SkipUnless = nameof(IsUnix))]
    public async Task A_connection_that_had_only_cached_answers_does_not_keep_the_proxy_from_ending()
    {
        var proxy = await StartAsync();
        await RawConnection.ExchangeAsync(proxy.Client.BaseAddress!, Get + Last);
        using var connection = await RawConnection.OpenAsync(proxy.Client.BaseAddress!);
        await connection.SendAsync(Get);
        await connection.ReadUntilAsync("}");

        proxy.Sigterm();
        await connection.ReadToEndAsync();

        Assert.Equal(0, await proxy.WaitForExitAsync());
        Assert.Single(AnswersIn(connection.Received));
    }

    public static bool IsUnix => !OperatingSystem.IsWindows();

    private Task<ProxyProcess> StartAsync()
    {
        Manifest.Add("a", "pipe", "header", "Cache-Control", "max-age=6000", "header", "ETag", "\"1\"", "header", "x-own", "ü");
        return StartAsync(("ENABLE_CACHE", "true"));
    }

    // An age may change between two answers
    private static string[] AnswersIn(string received) =>
        [.. Age().Replace(received, "Age: n").Split("HTTP/1.1 200 OK\r\n", StringSplitOptions.RemoveEmptyEntries)];

    [GeneratedRegex("Age: [0-9]+")]
    private static partial Regex Age();

    [GeneratedRegex("Cache-Status: local_lambdas; ([^;\r]+)")]
    private static partial Regex CacheStatus();
}
