using Testing.Otlp;

namespace LocalLambdas.Tests.EndToEnd.Telemetry;

/// <summary>Trace context comes from the client and goes on to the lambda (https://www.w3.org/TR/trace-context/).</summary>
[Collection(ProxyCollections.Second)]
public sealed class TraceContextTests : TelemetryTest
{
    // Of a lambda that sends no span home: server, start with spawn and accept, invoke
    private const int ColdSpans = 5;
    private const int WarmSpans = 2;

    [Theory, MemberData(nameof(Modes))]
    public async Task A_clients_span_is_the_parent_of_the_proxys_and_the_invoke_span_that_of_the_lambdas(string mode)
    {
        Manifest.Add("echo", mode, "echo");
        var proxy = await StartTracedAsync();
        var client = new TraceParent();

        var echo = await EchoAsync(proxy, "/echo/", client, traceState: "vendor=1");

        var trace = await Receiver.TraceAsync(client.TraceId, ColdSpans);
        var server = trace["GET /echo/*"];
        Assert.Equal(client.SpanId, server.ParentSpanId);
        Assert.Equal("vendor=1", server.TraceState);
        Assert.Equal(client.Of(trace["invoke"].SpanId), Assert.Single(echo.Header("traceparent")));
        Assert.Equal("vendor=1", Assert.Single(echo.Header("tracestate")));
    }

    [Theory, MemberData(nameof(Modes))]
    public async Task An_unsampled_request_leaves_no_span_and_its_context_passes_unchanged(string mode)
    {
        Manifest.Add("echo", mode, "echo");
        var proxy = await StartTracedAsync();
        var unsampled = new TraceParent(IsSampled: false);
        var sampled = new TraceParent();

        var echo = await EchoAsync(proxy, "/echo/", unsampled, traceState: "vendor=2");
        await EchoAsync(proxy, "/echo/", sampled);

        // Spans are exported in the order in which they end
        await Receiver.TraceAsync(sampled.TraceId, WarmSpans);
        Assert.DoesNotContain(Receiver.Spans, span => span.TraceId == unsampled.TraceId);
        Assert.Equal(unsampled.Header, Assert.Single(echo.Header("traceparent")));
        Assert.Equal("vendor=2", Assert.Single(echo.Header("tracestate")));
    }

    [Theory]
    [InlineData("pipe-service"), InlineData("http-service")]
    public async Task An_unsampled_request_leaves_no_span_of_a_service_either(string service)
    {
        var proxy = await StartAsync(RealServicesTests.RepositoryManifest, Receiver.Environment);
        var route = service.Split('-')[0];
        var unsampled = new TraceParent(IsSampled: false);
        var sampled = new TraceParent();

        foreach (var parent in new[] { unsampled, sampled })
        {
            using var response = await GetAsync(proxy, $"/{route}/", parent);
            response.EnsureSuccessStatusCode();
        }

        Assert.Equal(service, (await Receiver.TraceAsync(sampled.TraceId, WarmSpans + 1))["GET"].Service);
        Assert.DoesNotContain(Receiver.Spans, span => span.TraceId == unsampled.TraceId);
    }

    [Theory]
    [InlineData(null), InlineData("00-00000000000000000000000000000000-0000000000000000-01"), InlineData("nonsense")]
    public async Task Without_a_context_the_proxy_begins_a_trace(string? traceParent)
    {
        Manifest.Add("echo", "pipe", "echo");
        var proxy = await StartTracedAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/echo/");
        if (traceParent is not null)
            request.Headers.TryAddWithoutValidation("traceparent", traceParent);

        using var response = await proxy.Client.SendAsync(request, Cancellation);

        var context = Assert.Single((await Echo.ReadAsync(response)).Header("traceparent")).Split('-');
        var trace = await Receiver.TraceAsync(context[1], ColdSpans);
        Assert.Equal("", trace["GET /echo/*"].ParentSpanId);
        Assert.Equal(trace["invoke"].SpanId, context[2]);
    }

    [Fact]
    public async Task Without_an_endpoint_the_clients_context_passes_unchanged()
    {
        Manifest.Add("echo", "pipe", "echo");
        var proxy = await StartAsync(OtlpReceiver.NoTelemetry);
        var client = new TraceParent();

        var echo = await EchoAsync(proxy, "/echo/", client, traceState: "vendor=3");

        Assert.Equal(client.Header, Assert.Single(echo.Header("traceparent")));
        Assert.Equal("vendor=3", Assert.Single(echo.Header("tracestate")));
    }
}
