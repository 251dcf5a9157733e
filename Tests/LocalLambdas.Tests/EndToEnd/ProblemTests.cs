using System.Net;
using System.Text.Json;

namespace LocalLambdas.Tests.EndToEnd;

/// <summary>Each cause of an error of the proxy has a type of its own, which stays.</summary>
[Collection(ProxyCollections.Second)]
public sealed class ProblemTests : ProxyTest
{
    [Theory]
    [InlineData("pipe", 503, "start-failed", "exit-before-ready", "7"), InlineData("http", 503, "start-failed", "exit-before-ready", "7")]
    [InlineData("frames", 503, "start-failed", "exit-before-ready", "7"), InlineData("plain", 503, "start-failed", "exit-before-ready", "7")]
    [InlineData("pipe", 503, "start-timeout", "never-accept"), InlineData("http", 503, "start-timeout", "never-accept")]
    [InlineData("frames", 503, "start-timeout", "never-accept"), InlineData("plain", 503, "start-timeout", "never-accept")]
    [InlineData("pipe", 504, "request-timeout", "hold-until", "never"), InlineData("http", 504, "request-timeout", "hold-until", "never")]
    [InlineData("frames", 504, "request-timeout", "hold-until", "never"), InlineData("plain", 504, "request-timeout", "hold-until", "never")]
    [InlineData("pipe", 502, "connection-lost", "close-without-answer"), InlineData("http", 502, "connection-lost", "close-without-answer")]
    [InlineData("frames", 502, "connection-lost", "close-without-answer"), InlineData("plain", 502, "connection-lost", "close-without-answer")]
    [InlineData("pipe", 502, "bad-envelope", "truncated"), InlineData("http", 502, "connection-lost", "truncated")]
    [InlineData("frames", 502, "connection-lost", "truncated")]
    [InlineData("pipe", 502, "bad-envelope", "raw", "no JSON"), InlineData("http", 502, "bad-envelope", "raw", "no JSON"), InlineData("plain", 502, "bad-response", "raw", "no HTTP")]
    [InlineData("pipe", 502, "bad-envelope", "raw", """{"status":199}"""), InlineData("http", 502, "bad-envelope", "raw", """{"status":199}""")]
    [InlineData("frames", 502, "bad-frame", "raw", """{"status":199}"""), InlineData("plain", 502, "bad-response", "raw", """{"status":600}""")]
    [InlineData("frames", 502, "bad-frame", "raw", """{"status":600}"""), InlineData("frames", 502, "bad-envelope", "raw", """{"status":200,"headers":{"a b":"c"}}""")]
    [InlineData("frames", 502, "bad-envelope", "raw", """{"status":200,"headers":{"a":"b\r\nset-cookie: c"}}""")]
    [InlineData("pipe", 502, "answer-too-large", "big-answer", "80000000"), InlineData("http", 502, "answer-too-large", "big-answer", "80000000")]
    public async Task An_error_has_the_type_and_the_status_of_its_cause_and_a_reason_without_internals(string mode, int status, string type, params string[] behaviour)
    {
        Manifest.Add("a", mode, behaviour).With("start_timeout", type is "start-timeout" ? "1" : "60").With("request_timeout", type is "request-timeout" ? "1" : "60");
        var proxy = await StartAsync();

        using var response = await proxy.Client.PostAsync("/a/", null, Cancellation);

        var detail = await AssertTypeAsync(response, status, type);
        Assert.InRange(detail.Length, 1, 120);
        Assert.DoesNotContain(Path.DirectorySeparatorChar, detail);
        Assert.False(response.Headers.Contains("set-cookie"));
        await proxy.Output.LoggedAsync("a", type.StartsWith("start-", StringComparison.Ordinal) ? "start failed" : "exchange failed: ");
    }

    [Fact]
    public async Task What_needs_no_lambda_has_its_type_too()
    {
        Manifest.Add("a", "pipe", "echo").Add("full", "plain", "hold-until", "never").With("max_concurrency", "1").With("max_queue", "0").With("request_timeout", "3");
        var proxy = await StartAsync(("ENABLE_CACHE", "true"));
        using var nowhere = await proxy.Client.GetAsync("/nowhere", Cancellation);
        using var onlyIfCached = new HttpRequestMessage(HttpMethod.Get, "/a/") { Headers = { { "Cache-Control", "only-if-cached" } } };
        using var notCached = await proxy.Client.SendAsync(onlyIfCached, Cancellation);
        var answers = await Task.WhenAll(proxy.Client.PostAsync("/full/", null, Cancellation), proxy.Client.PostAsync("/full/", null, Cancellation));

        await AssertTypeAsync(nowhere, 404, "no-route");
        await AssertTypeAsync(notCached, 504, "not-cached");
        await AssertTypeAsync(answers.Single(answer => answer.StatusCode is HttpStatusCode.ServiceUnavailable), 503, "overloaded");
        var coding = await RawConnection.ExchangeAsync(proxy.Client.BaseAddress!, "POST /a/ HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n");
        Assert.StartsWith("HTTP/1.1 501 ", coding, StringComparison.Ordinal);
        Assert.Contains("urn:local_lambdas:unknown-coding", coding, StringComparison.Ordinal);
    }

    private static async Task<string> AssertTypeAsync(HttpResponseMessage response, int status, string type)
    {
        var detail = await AssertProblemAsync((HttpStatusCode)status, response);
        using var problem = JsonDocument.Parse(await response.Content.ReadAsStringAsync(Cancellation));
        Assert.Equal($"urn:local_lambdas:{type}", problem.RootElement.GetProperty("type").GetString());
        return detail;
    }
}
