using System.Net;
using Testing;

namespace LocalLambdas.Tests.EndToEnd;

/// <summary>Under <c>auto</c> a lambda shows what it speaks, and its bodies are treated by that.</summary>
[Collection(ProxyCollections.Second)]
public sealed class NegotiationTests : ProxyTest
{
    private const int Held = 100_000;

    public static TheoryData<string> Concurrency => ["", "1"];

    [Theory, MemberData(nameof(Concurrency))]
    public async Task A_lambda_that_speaks_frames_gets_bodies_that_are_larger_than_what_is_held(string maxConcurrency)
    {
        AddAuto(maxConcurrency, "echo", "speaks-frames");
        var proxy = await StartAsync(("MAX_REQUEST_BODY_BYTES", $"{Held}"));

        for (var i = 0; i < 2; i++)
        {
            using var response = await PostAsync(proxy.Client, 10 * Held);
            Assert.Equal(10 * Held, (await Echo.ReadAsync(response)).BodyLength);
        }

        Assert.Single(Started);
    }

    [Theory, MemberData(nameof(Concurrency))]
    public async Task A_lambda_that_speaks_JSON_gets_bodies_that_are_held(string maxConcurrency)
    {
        AddAuto(maxConcurrency, "echo");
        var proxy = await StartAsync(("MAX_REQUEST_BODY_BYTES", $"{Held}"));

        for (var i = 0; i < 2; i++)
        {
            using var large = await PostAsync(proxy.Client, Held + 1);
            await AssertProblemAsync(HttpStatusCode.RequestEntityTooLarge, large);
            using var small = await PostAsync(proxy.Client, Held);
            Assert.Equal(Held, (await Echo.ReadAsync(small)).BodyLength);
        }
    }

    [Fact]
    public async Task A_short_body_is_held_to_the_limit_of_what_the_lambda_speaks()
    {
        AddAuto("", "echo");
        var proxy = await StartAsync(("MAX_REQUEST_BODY_BYTES", "1000"));

        using var response = await PostAsync(proxy.Client, 1001);

        await AssertProblemAsync(HttpStatusCode.RequestEntityTooLarge, response);
    }

    [Fact]
    public async Task A_slow_body_whose_treatment_is_not_known_yet_takes_nobodys_place()
    {
        AddAuto("1", "echo");
        var proxy = await StartAsync();
        using var slow = await RawConnection.OpenAsync(proxy.Client.BaseAddress!);
        await slow.SendAsync("POST /a/slow HTTP/1.1\r\nHost: h\r\nContent-Length: 1000000\r\n\r\nbegin");
        await Eventually.True(() => Started.Count is 1, "the slow request has started the lambda");

        Assert.Equal("/a/quick", (await Echo.GetAsync(proxy.Client, "/a/quick")).Uri);
    }

    private static Task<HttpResponseMessage> PostAsync(HttpClient client, int length) => client.PostAsync("/a/", new ByteArrayContent(new byte[length]), Cancellation);

    private void AddAuto(string maxConcurrency, params string[] behaviour)
    {
        Manifest.Add("a", "pipe", behaviour).With("protocol", "auto");
        if (maxConcurrency.Length > 0)
            Manifest.With("max_concurrency", maxConcurrency);
    }
}
