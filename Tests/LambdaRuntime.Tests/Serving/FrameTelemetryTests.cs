using System.Diagnostics;

namespace LambdaRuntime.Tests.Serving;

public sealed class FrameTelemetryTests : FrameServerTest
{
    private static readonly ActivitySource UserSource = new("A handler's own in frames");

    private readonly string _trace = ActivityTraceId.CreateRandom().ToHexString();

    private (string, string) Sampled => ("traceparent", $"00-{_trace}-b7ad6b7169203331-01");

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_sampled_request_brings_its_spans_before_the_end_of_its_answer(bool isAsync)
    {
        await RunAsync(async (_, _) =>
        {
            using (UserSource.StartActivity("inner"))
            {
                if (isAsync)
                    await Task.Yield();
            }

            return LambdaResponse.Text("x", 201);
        });

        var answer = await Client.AskAsync("/pipe/x", headers: Sampled);

        Assert.Equal(["GET", "inner"], answer.Spans!.Select(span => (string)span!["name"]!));
        Assert.All(answer.Spans!, span => Assert.Equal(_trace, (string)span!["traceId"]!));
        Assert.Contains("\"http.response.status_code\",\"value\":{\"intValue\":\"201\"}", answer.Spans![0]!.ToJsonString(), StringComparison.Ordinal);
        Assert.Contains("\"network.transport\",\"value\":{\"stringValue\":\"unix\"}", answer.Spans![0]!.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_writes_a_body_belongs_to_the_invocation()
    {
        await RunAsync(_ => LambdaResponse.Streamed(async (body, _) =>
        {
            await body.FlushAsync(Cancellation);
            using (UserSource.StartActivity("writes"))
                await body.WriteAsync(new byte[300_000], Cancellation);
        }));

        var answer = await Client.AskAsync("/", headers: Sampled);

        Assert.Equal(300_000, answer.Body.Length);
        Assert.Equal(["GET", "writes"], answer.Spans!.Select(span => (string)span!["name"]!));
        Assert.Equal((string)answer.Spans![0]!["spanId"]!, (string)answer.Spans![1]!["parentSpanId"]!);
    }

    [Fact]
    public async Task The_span_of_one_request_is_not_the_current_one_of_the_next()
    {
        await RunAsync(_ => LambdaResponse.Text(Activity.Current?.TraceId.ToHexString() ?? "none"));

        Assert.Equal(_trace, (await Client.AskAsync("/", headers: Sampled)).Text);
        Assert.Equal("none", (await Client.AskAsync("/")).Text);
    }

    [Fact]
    public async Task More_spans_than_a_frame_may_have_are_left_out()
    {
        await RunAsync(_ =>
        {
            UserSource.StartActivity("inner")?.SetTag("long", new string('x', 300_000)).Dispose();
            return LambdaResponse.Text("x");
        });

        var answer = await Client.AskAsync("/", headers: Sampled);

        Assert.Equal(("x", null), (answer.Text, answer.Spans));
    }

    [Fact]
    public async Task A_request_that_is_not_sampled_brings_none()
    {
        await RunAsync(_ => LambdaResponse.Text("x"));

        Assert.Null((await Client.AskAsync("/", headers: ("traceparent", $"00-{_trace}-b7ad6b7169203331-00"))).Spans);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_time_inside_the_handler_is_told_who_asks(bool isStreamed)
    {
        await RunAsync(_ => isStreamed ? LambdaResponse.Streamed((_, _) => Task.CompletedTask) : new());

        var asked = await Client.AskAsync("/", headers: ("Prefer", "server-timing"));
        var notAsked = await Client.AskAsync("/", headers: ("Prefer", "wait=10"));

        Assert.Matches(@"^handler;dur=\d+(\.\d+)?$", asked.Header("server-timing"));
        Assert.Null(notAsked.Header("server-timing"));
    }

    [Fact]
    public async Task A_handler_that_throws_is_an_error_of_its_span()
    {
        await RunAsync(_ => throw new InvalidOperationException());

        var answer = await Client.AskAsync("/", headers: Sampled);

        Assert.Equal(500, answer.Status);
        Assert.Equal(2, (int)Assert.Single(answer.Spans!)!["status"]!["code"]!);
    }
}
