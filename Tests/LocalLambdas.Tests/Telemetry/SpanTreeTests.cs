using System.Diagnostics;
using System.Text;
using LocalLambdas.Caching;
using LocalLambdas.Envelopes;
using LocalLambdas.Forwarding;
using LocalLambdas.Lambdas;
using LocalLambdas.Manifests;
using LocalLambdas.Messages;
using LocalLambdas.Routing;
using LocalLambdas.Telemetry;
using LocalLambdas.Tests.Lambdas;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging.Abstractions;

namespace LocalLambdas.Tests.Telemetry;

[Collection(ListensAlone.Name)]
public sealed class SpanTreeTests : IAsyncDisposable
{
    private const string Parent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    private readonly RecordedSpans _spans = new(ProxyTelemetry.Name, LambdaSpanSource.NameOf("a"));
    private readonly LambdaSpans _lambdaSpans = new(NullLogger<LambdaSpans>.Instance);
    private readonly FeatureCollection _context = new();
    private readonly HttpRequestFeature _request = new() { Method = "GET", Path = "/a/x", QueryString = "?q=1", Protocol = "HTTP/1.1", Scheme = "http" };
    private readonly HttpResponseFeature _response = new();
    private readonly LambdaDefinition _lambda = Define();

    public SpanTreeTests()
    {
        _request.Headers.TraceParent = Parent;
        _request.Headers.TraceState = "vendor=1";
        _request.Headers.Host = "localhost:3000";
        _context.Set<IHttpRequestFeature>(_request);
        _context.Set<IHttpResponseFeature>(_response);
    }

    public async ValueTask DisposeAsync()
    {
        _spans.Dispose();
        await _lambdaSpans.DisposeAsync();
    }

    [Fact]
    public void A_cold_request_has_its_start_and_the_services_span()
    {
        var timeline = Begin();
        var invoke = timeline.InvokeBegins(_lambda);
        invoke.WaitBegins();
        var record = Started();
        invoke.Acquired(new(Instance(record), StartKind.Cold));
        Exchange(timeline, invoke, Encoding.UTF8.GetBytes($$"""
            [{"traceId":"{{invoke.Activity!.TraceId}}","spanId":"00000000000000a1","parentSpanId":"{{invoke.Activity.SpanId}}","name":"served","kind":2,
              "startTimeUnixNano":"1700000000000000000","endTimeUnixNano":"1700000000000000000"}]
            """));
        record.Reported(new(DateTime.UtcNow, DateTime.UtcNow));
        End(timeline);

        var server = _spans["GET /a/*"];
        Assert.Equal(Parent[36..52], server.ParentSpanId.ToHexString());
        Assert.Equal(ActivityKind.Server, server.Kind);
        Assert.True((bool)server.GetTagItem("faas.coldstart")!);
        Assert.Equal(
            ["GET", "localhost", 3000, "http", "/a/x", "q=1", "/a/*", 200, "1.1", "off"],
            Tags(
                server,
                "http.request.method",
                "server.address",
                "server.port",
                "url.scheme",
                "url.path",
                "url.query",
                "http.route",
                "http.response.status_code",
                "network.protocol.version",
                "local_lambdas.cache"));
        AssertWithin(server, _spans["start"]);
        foreach (var phase in new[] { "spawn", "runtime", "application", "accept" }) AssertWithin(_spans["start"], _spans[phase]);
        AssertWithin(server, _spans["invoke"]);
        Assert.Equal(ActivityKind.Client, _spans["invoke"].Kind);
        Assert.Equal(
            ["a", "local_lambdas", true, "cold", "unix", "/run/a.sock"],
            Tags(_spans["invoke"], "faas.invoked_name", "faas.invoked_provider", "faas.coldstart", "local_lambdas.start", "network.transport", "server.address"));
        Assert.Equal(_spans["invoke"].SpanId, _spans["served"].ParentSpanId);
        Assert.Equal(8, _spans.All.Count);
        Assert.Null(Activity.Current);
    }

    [Fact]
    public void A_request_that_took_a_spare_says_so_and_has_waited_for_no_start()
    {
        var record = Started();
        record.Taken();
        var timeline = Begin();
        var invoke = timeline.InvokeBegins(_lambda);
        invoke.WaitBegins();
        invoke.Acquired(new(Instance(record), StartKind.Spare));
        Exchange(timeline, invoke, default);
        End(timeline);

        Assert.Equal(["invoke", "GET /a/*"], _spans.All.Select(span => span.DisplayName));
        Assert.All(_spans.All, span => Assert.Equal([false, "spare"], Tags(span, "faas.coldstart", "local_lambdas.start")));
    }

    [Fact]
    public void A_second_attempt_that_waited_makes_it_cold()
    {
        var timeline = Begin();
        var invoke = timeline.InvokeBegins(_lambda);
        invoke.WaitBegins();
        invoke.Acquired(new(Instance(Started()), StartKind.Cold));
        invoke.WaitBegins();
        invoke.Acquired(new(Instance(Started()), StartKind.Spare));
        Exchange(timeline, invoke, default);
        End(timeline);

        Assert.Equal([true, "cold"], Tags(_spans["invoke"], "faas.coldstart", "local_lambdas.start"));
    }

    [Fact]
    public void A_second_wait_takes_nothing_of_the_start_away()
    {
        var timeline = Begin();
        var invoke = timeline.InvokeBegins(_lambda);
        invoke.WaitBegins();
        invoke.Acquired(new(Instance(Started()), StartKind.Cold));
        invoke.WaitBegins();
        invoke.Acquired(new(Instance(Started()), Start: null));
        Exchange(timeline, invoke, default);
        End(timeline);

        foreach (var phase in new[] { "spawn", "accept" }) AssertWithin(_spans["start"], _spans[phase]);
    }

    [Fact]
    public void Who_comes_while_it_starts_is_told_of_what_it_waited_for_only()
    {
        var record = new StartRecord(TimeProvider.System);
        record.Spawned(7);
        var timeline = Begin();
        var invoke = timeline.InvokeBegins(_lambda);
        invoke.WaitBegins();
        record.Accepted();
        invoke.Acquired(new(Instance(record), StartKind.Cold));
        Exchange(timeline, invoke, default);
        End(timeline);

        Assert.DoesNotContain(_spans.All, span => span.DisplayName == "spawn");
        AssertWithin(_spans["GET /a/*"], _spans["start"]);
        AssertWithin(_spans["start"], _spans["accept"]);
    }

    [Fact]
    public void A_warm_request_and_a_hit_have_no_start()
    {
        var warm = Begin();
        var invoke = warm.InvokeBegins(_lambda);
        invoke.WaitBegins();
        invoke.Acquired(new(Instance(Started()), Start: null));
        Exchange(warm, invoke, default);
        End(warm);
        var hit = Begin();
        hit.CacheBegins();
        hit.CacheEnds(CacheStatus.Hit);
        End(hit);

        Assert.Equal(["invoke", "GET /a/*", "GET /a/*"], _spans.All.Select(span => span.DisplayName));
        Assert.False((bool)_spans.All[1].GetTagItem("faas.coldstart")!);
        Assert.Null(_spans.All[1].GetTagItem("local_lambdas.start"));
        Assert.Equal(("hit", null), (_spans.All[2].GetTagItem("local_lambdas.cache"), _spans.All[2].GetTagItem("faas.coldstart")));
    }

    [Fact]
    public void A_start_that_failed_is_an_error_without_a_call()
    {
        var timeline = Begin();
        var invoke = timeline.InvokeBegins(_lambda);
        invoke.WaitBegins();
        var record = new StartRecord(TimeProvider.System);
        record.Spawned(7);
        invoke.StartFailed(record);
        invoke.Failed(ForwardError.StartTimedOut);
        timeline.Failed(ForwardError.StartTimedOut);
        _response.StatusCode = 503;
        End(timeline);

        Assert.Equal(["spawn", "start", "GET /a/*"], _spans.All.Select(span => span.DisplayName));
        Assert.All(_spans.All[1..], span => Assert.Equal((ActivityStatusCode.Error, "StartTimedOut"), (span.Status, span.GetTagItem("error.type"))));
    }

    [Fact]
    public void An_exchange_that_failed_is_an_error_and_a_missing_route_is_none()
    {
        var lost = Begin();
        var invoke = lost.InvokeBegins(_lambda);
        invoke.WaitBegins();
        invoke.Acquired(new(Instance(Started()), Start: null));
        invoke.ExchangeBegins("/run/a.sock");
        invoke.Failed(ForwardError.LambdaConnectionLost);
        lost.Failed(ForwardError.LambdaConnectionLost);
        _response.StatusCode = 502;
        End(lost);
        Assert.All(_spans.All, span => Assert.Equal((ActivityStatusCode.Error, "LambdaConnectionLost"), (span.Status, span.GetTagItem("error.type"))));

        _spans.All.Clear();
        var missing = Begin();
        missing.Failed(ForwardError.NoRoute);
        _response.StatusCode = 404;
        End(missing);
        Assert.Equal((ActivityStatusCode.Unset, null), (_spans.All[0].Status, _spans.All[0].GetTagItem("error.type")));
    }

    [Theory, InlineData("not json"), InlineData("{}"), InlineData("""[{"traceId":7}]""")]
    public void Garbage_instead_of_spans_harms_nobody(string garbage)
    {
        var timeline = Begin();
        var invoke = timeline.InvokeBegins(_lambda);
        invoke.WaitBegins();
        invoke.Acquired(new(Instance(Started()), Start: null));
        Exchange(timeline, invoke, Encoding.UTF8.GetBytes(garbage));
        End(timeline);

        Assert.Equal(["invoke", "GET /a/*"], _spans.All.Select(span => span.DisplayName));
    }

    [Fact]
    public void The_service_continues_the_call_and_not_the_client()
    {
        var timeline = Begin();
        var invoke = timeline.InvokeBegins(_lambda);
        var envelope = new System.Buffers.ArrayBufferWriter<byte>();

        EnvelopeWriter.Write(envelope, new("GET", "/a/x", _request.Headers, RequestBody.None), invoke.Activity);

        var text = Encoding.UTF8.GetString(envelope.WrittenSpan);
        Assert.Contains($"""["traceparent","{invoke.Activity!.Id}"],["tracestate","vendor=1"]""", text, StringComparison.Ordinal);
        Assert.DoesNotContain(Parent, text, StringComparison.Ordinal);
        End(timeline);
    }

    [Fact]
    public void A_request_that_is_not_sampled_has_no_span()
    {
        _request.Headers.TraceParent = Parent[..^1] + '0';

        var timeline = Begin();
        Assert.Null(timeline.InvokeBegins(_lambda).Activity);
        End(timeline);

        Assert.Empty(_spans.All);
    }

    private static IEnumerable<object?> Tags(Activity span, params string[] names) => names.Select(span.GetTagItem);

    private static LambdaDefinition Define()
    {
        Assert.True(RoutePattern.TryParse("/a/*", out var route, out _));
        return new() { Id = "a", Executable = "/bin/a", Arguments = [], Route = route!, PipeName = "a", WorkingDirectory = "/" };
    }

    private static StartRecord Started()
    {
        var record = new StartRecord(TimeProvider.System);
        record.Spawned(7);
        record.Accepted();
        return record;
    }

    private static LambdaInstance Instance(StartRecord record) => new(new FakeProcess(7), new FakeTransport(), record, TimeProvider.System);

    private static void Exchange(RequestTimeline timeline, InvokeTimeline invoke, ReadOnlySpan<byte> spans)
    {
        invoke.ExchangeBegins("/run/a.sock");
        invoke.ExchangeEnds();
        invoke.Take(spans.ToArray());
        invoke.Answered(new(200, [], default), timeline.WantsHeader);
    }

    private static void AssertWithin(Activity parent, Activity child)
    {
        Assert.Equal((parent.TraceId, parent.SpanId), (child.TraceId, child.ParentSpanId));
        Assert.InRange(child.StartTimeUtc, parent.StartTimeUtc, parent.StartTimeUtc + parent.Duration);

        // An activity lasts at least a tick
        Assert.InRange(child.StartTimeUtc + child.Duration, parent.StartTimeUtc, parent.StartTimeUtc + parent.Duration + TimeSpan.FromTicks(1));
    }

    private RequestTimeline Begin()
    {
        var timeline = ProxyTelemetry.Begin(_request, null);
        timeline.Routed(_lambda);
        return timeline;
    }

    private void End(RequestTimeline timeline) => new ProxyTelemetry(_lambdaSpans).End(timeline, _context);
}
