using System.Text.Json.Nodes;
using Testing.Otlp;

namespace LocalLambdas.Tests.EndToEnd.Telemetry;

/// <summary>What a lambda may send home with its answer, and what it may not break by it.</summary>
[Collection(ProxyCollections.Second)]
public sealed class LambdaSpanTests : TelemetryTest
{
    // Of a lambda without spans: server, start with spawn and accept, invoke
    private const int ColdSpans = 5;

    private const string SpanId = "00f067aa0ba902b7";
    private const string InnerId = "b7ad6b7169203331";

    private static readonly TraceParent Client = new();

    /// <summary>Values of the member <c>spans</c> that are not what they should be.</summary>
    private static readonly string[] Garbage =
    [
        "null", "5", "\"text\"", "{}", "[null]", "[5]", "[[]]", "[{}]",
        $"[{Span(traceId: "4bf92f3577b34da6a3ce929d0e0e4736")}]",
        $"[{Span(traceId: "4bf92f35")}]",
        $"[{Span(spanId: "zz")}]",
        $"[{Span(start: "yesterday")}]", $"[{Span(start: "99999999999999999999999999")}]",
        """[{"traceId":{},"spanId":[],"name":7,"kind":"x","startTimeUnixNano":{},"endTimeUnixNano":null,"attributes":3,"status":"bad"}]""",
    ];

    /// <summary>Values of the member <c>startup</c>: no times, times that are no numbers, times that run backwards.</summary>
    private static readonly string[] StartupGarbage =
    [
        "null", "[]", "{}",
        """{"runtimeStartedUnixNano":1,"acceptingUnixNano":"x"}""",
        """{"runtimeStartedUnixNano":"9000","acceptingUnixNano":"5000"}""",
    ];

    [Theory, MemberData(nameof(Modes))]
    public async Task A_lambda_of_the_plain_envelope_only_lacks_its_own_span(string mode)
    {
        Manifest.Add("echo", mode, "echo");
        var proxy = await StartTracedAsync();
        var (cold, warm) = (new TraceParent(), new TraceParent());

        await EchoAsync(proxy, "/echo/", cold);
        await EchoAsync(proxy, "/echo/", warm);

        AssertTree(
            await Receiver.TraceAsync(cold.TraceId, ColdSpans),
            """
            local-lambdas: GET /echo/* (server)
              local-lambdas: start (internal)
                local-lambdas: spawn (internal)
                local-lambdas: accept (internal)
              local-lambdas: invoke (client)
            """);
        AssertTree(
            await Receiver.TraceAsync(warm.TraceId, 2),
            """
            local-lambdas: GET /echo/* (server)
              local-lambdas: invoke (client)
            """);
    }

    [Theory, MemberData(nameof(OwnProtocols))]
    public async Task Spans_that_a_lambda_sends_home_are_exported_under_its_name_as_children_of_the_call(string mode)
    {
        Manifest.Add("other", mode, "raw", Answer($"[{Span()},{Span(spanId: InnerId, parentId: SpanId, name: "part")}]"));
        var proxy = await StartTracedAsync();

        using var response = await GetAsync(proxy, "/other/", Client);

        Assert.Equal("hello", await response.Content.ReadAsStringAsync(Cancellation));
        var trace = await Receiver.TraceAsync(Client.TraceId, ColdSpans + 2);
        AssertTree(
            trace,
            """
            local-lambdas: GET /other/* (server)
              local-lambdas: start (internal)
                local-lambdas: spawn (internal)
                local-lambdas: accept (internal)
              local-lambdas: invoke (client)
                other: work (server)
                  other: part (server)
            """);
        var span = trace["work"];
        Assert.Equal((1_700_000_000_000_000_100ul, 1_700_000_000_000_002_300ul), (span.Start, span.End));
        Assert.Equal(("text", "-7", "0.5", "true"), (span["a"], span["b"], span["c"], span["d"]));
        Assert.Equal("error", span.Status);
    }

    [Fact]
    public async Task Spans_that_are_none_harm_nothing()
    {
        foreach (var (index, spans) in Garbage.Index())
            Manifest.Add($"odd{index}", "pipe", "raw", Answer(spans));
        var proxy = await StartTracedAsync();

        foreach (var (index, spans) in Garbage.Index())
        {
            using var response = await GetAsync(proxy, $"/odd{index}/", Client);
            Assert.True(response.IsSuccessStatusCode, spans);
            Assert.Equal("hello", await response.Content.ReadAsStringAsync(Cancellation));
        }

        var trace = await Receiver.TraceAsync(Client.TraceId, Garbage.Length * ColdSpans);
        Assert.All(trace.Spans, span => Assert.Equal("local-lambdas", span.Service));
        Assert.Equal(Garbage.Length, trace.Spans.Count(span => span.Name == "invoke"));
        Assert.DoesNotContain(Receiver.Spans, span => span.TraceId != Client.TraceId);
    }

    [Fact]
    public async Task Start_times_that_are_none_are_left_out()
    {
        foreach (var (index, startup) in StartupGarbage.Index())
            Manifest.Add($"odd{index}", "pipe", "raw", $$"""{"status":200,"headers":{},"body":"aGVsbG8=","startup":{{startup}}}""");
        var proxy = await StartTracedAsync();

        foreach (var (index, startup) in StartupGarbage.Index())
        {
            var client = new TraceParent();
            using var response = await GetAsync(proxy, $"/odd{index}/", client);

            Assert.True(response.IsSuccessStatusCode, startup);
            Assert.Equal("hello", await response.Content.ReadAsStringAsync(Cancellation));
            var trace = await Receiver.TraceAsync(client.TraceId, ColdSpans);
            Assert.Equal(["spawn", "accept"], trace.ChildrenOf(trace["start"]).Select(phase => phase.Name));
        }
    }

    private static void AssertTree(SpanTree trace, string expected) => Assert.Equal(expected, trace.ToString(), ignoreLineEndingDifferences: true);

    private static string Answer(string spans) => $$"""{"status":200,"headers":{},"body":"aGVsbG8=","spans":{{spans}}}""";

    private static string Span(
        string? traceId = null, string spanId = SpanId, string? parentId = null, string name = "work", string start = "1700000000000000100") => new JsonObject
    {
        ["traceId"] = traceId ?? Client.TraceId,
        ["spanId"] = spanId,
        ["parentSpanId"] = parentId ?? Client.SpanId,
        ["name"] = name,
        ["kind"] = 2,
        ["startTimeUnixNano"] = start,
        ["endTimeUnixNano"] = "1700000000000002300",
        ["attributes"] = new JsonArray(
            Attribute("a", "stringValue", "text"), Attribute("b", "intValue", "-7"), Attribute("c", "doubleValue", 0.5), Attribute("d", "boolValue", true)),
        ["status"] = new JsonObject { ["code"] = 2, ["message"] = "went wrong" },
    }.ToJsonString();

    private static JsonObject Attribute(string key, string type, JsonNode value) => new() { ["key"] = key, ["value"] = new JsonObject { [type] = value } };
}
