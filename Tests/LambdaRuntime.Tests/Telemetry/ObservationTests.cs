using System.Diagnostics;
using System.Text.Json.Nodes;
using Testing;

namespace LambdaRuntime.Tests.Telemetry;

/// <summary>What an invocation tells of itself, to whom it asks.</summary>
public sealed class ObservationTests
{
    private static readonly Carrier Pipe = new("unix", takesSpans: true);
    private static readonly ActivitySource UserSource = new("A handler's own");

    private readonly string _trace = ActivityTraceId.CreateRandom().ToHexString();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string Sampled => $"00-{_trace}-b7ad6b7169203331-01";

    [Fact]
    public async Task A_sampled_invocation_sends_its_spans_home()
    {
        var answer = await AskAsync(
            _ =>
            {
                using (UserSource.StartActivity("inner"))
                    return new() { Status = 201 };
            },
            ("traceparent", Sampled));

        var spans = answer["spans"]!.AsArray();
        Assert.Equal(2, spans.Count);
        var (server, inner) = (spans[0]!, spans[1]!);
        Assert.Equal(("GET", 2, "b7ad6b7169203331"), ((string)server["name"]!, (int)server["kind"]!, (string)server["parentSpanId"]!));
        Assert.Equal(("inner", 1, (string)server["spanId"]!), ((string)inner["name"]!, (int)inner["kind"]!, (string)inner["parentSpanId"]!));
        Assert.All(spans, span => Assert.Equal(_trace, (string)span!["traceId"]!));
        Assert.InRange(Nano(inner, "startTimeUnixNano"), Nano(server, "startTimeUnixNano"), Nano(server, "endTimeUnixNano"));
        Assert.InRange(Nano(inner, "endTimeUnixNano"), Nano(inner, "startTimeUnixNano"), Nano(server, "endTimeUnixNano"));
        var attributes = server["attributes"]!.AsArray().ToDictionary(pair => (string)pair!["key"]!, pair => pair!["value"]!.ToJsonString());
        Assert.Equal("""{"stringValue":"/pipe/x"}""", attributes["url.path"]);
        Assert.Equal("""{"intValue":"201"}""", attributes["http.response.status_code"]);
        Assert.Equal("""{"stringValue":"http"}""", attributes["faas.trigger"]);
        Assert.Equal("""{"stringValue":"b7ad6b7169203331"}""", attributes["faas.invocation_id"]);
        Assert.Equal("""{"stringValue":"unix"}""", attributes["network.transport"]);
        Assert.Contains("boolValue", attributes["faas.coldstart"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("00-TRACE-b7ad6b7169203331-00"), InlineData("00-TRACE-b7ad6b7169203331-0g"), InlineData("00-x-01"), InlineData("")]
    [InlineData("00-00000000000000000000000000000000-b7ad6b7169203331-01")]
    public async Task An_invocation_that_is_not_sampled_sends_none(string traceParent)
    {
        var answer = await AskAsync(_ => new(), ("traceparent", traceParent.Replace("TRACE", _trace, StringComparison.Ordinal)));

        Assert.Null(answer["spans"]);
        Assert.Equal(200, (int)answer["status"]!);
    }

    [Fact]
    public async Task A_handler_that_throws_is_an_error()
    {
        var answer = await AskAsync(_ => throw new InvalidOperationException("no"), ("traceparent", Sampled));

        var server = Assert.Single(answer["spans"]!.AsArray())!;
        Assert.Equal(2, (int)server["status"]!["code"]!);
        Assert.Contains("System.InvalidOperationException", server.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal(500, (int)answer["status"]!);
    }

    [Fact]
    public async Task Invocations_of_one_trace_at_once_do_not_mix_their_spans()
    {
        using var both = new Barrier(2);
        LambdaResponse Handle(LambdaRequest request)
        {
            both.SignalAndWait(Cancellation);
            using (UserSource.StartActivity(request.Query("name")!))
                both.SignalAndWait(Cancellation);
            return new();
        }

        var answers = await Task.WhenAll(
            Task.Run(() => AskAsync(Handle, "/pipe/x?name=one", ("traceparent", Sampled)), Cancellation),
            Task.Run(() => AskAsync(Handle, "/pipe/x?name=two", ("traceparent", Sampled)), Cancellation));

        Assert.Equal(["GET", "one"], answers[0]["spans"]!.AsArray().Select(span => (string)span!["name"]!));
        Assert.Equal(["GET", "two"], answers[1]["spans"]!.AsArray().Select(span => (string)span!["name"]!));
    }

    [Fact]
    public async Task The_number_of_spans_is_bounded()
    {
        var answer = await AskAsync(
            _ =>
            {
                for (var i = 0; i < 100; i++)
                    UserSource.StartActivity("inner")?.Dispose();
                return new();
            },
            ("traceparent", Sampled));

        Assert.Equal(64, answer["spans"]!.AsArray().Count);
        Assert.Equal("GET", (string)answer["spans"]![0]!["name"]!);
    }

    [Fact]
    public async Task The_time_inside_the_handler_is_told_who_asks()
    {
        var shared = new LambdaResponse { Headers = new() { { "Server-Timing", "db;dur=1" } } };

        var asked = await AskAsync(_ => shared, ("Prefer", "wait=10, Server-Timing"));
        var notAsked = await AskAsync(_ => shared, ("Prefer", "wait=10"));

        Assert.Equal("db;dur=1", (string)asked["headers"]!["Server-Timing"]![0]!);
        Assert.Matches(@"^handler;dur=\d+(\.\d+)?$", (string)asked["headers"]!["Server-Timing"]![1]!);
        Assert.Equal("db;dur=1", (string)notAsked["headers"]!["Server-Timing"]!);
    }

    private static long Nano(JsonNode span, string member) => long.Parse((string)span[member]!, null);

    private static Task<JsonObject> AskAsync(Func<LambdaRequest, LambdaResponse> handler, params (string, string)[] headers) =>
        AskAsync(handler, "/pipe/x", headers);

    private static async Task<JsonObject> AskAsync(Func<LambdaRequest, LambdaResponse> handler, string uri, params (string, string)[] headers)
    {
        using var answer = await Invocation.AnswerAsync(
            new MemoryStream(EnvelopeRequest.Write(uri, headers: headers)),
            (request, _) => ValueTask.FromResult(handler(request)),
            Cancellation,
            Cancellation,
            Pipe);
        return JsonNode.Parse(answer!.Written.Span)!.AsObject();
    }
}
