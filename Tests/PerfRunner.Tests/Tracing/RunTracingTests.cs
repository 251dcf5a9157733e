using System.Collections.Concurrent;
using System.Diagnostics;
using PerfRunner.Cli;
using PerfRunner.Load;
using PerfRunner.Planning;
using PerfRunner.Results;
using PerfRunner.Running;
using PerfRunner.Tests.Fakes;
using PerfRunner.Tracing;

namespace PerfRunner.Tests.Tracing;

public sealed class RunTracingTests : IDisposable
{
    private readonly ConcurrentQueue<Activity> _spans = [];
    private readonly ActivityListener _listener;
    private ActivitySamplingResult _sampling = ActivitySamplingResult.AllDataAndRecorded;

    public RunTracingTests()
    {
        _listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "PerfRunner",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => _sampling,
            ActivityStopped = _spans.Enqueue,
        };
        ActivitySource.AddActivityListener(_listener);
    }

    private static RunnerOptions Few => new() { Requests = 23, Warmup = 2, ColdStarts = 4 };

    [Fact]
    public async Task A_few_requests_of_each_case_are_traced_and_none_that_is_timed()
    {
        await using FakeProxy fake = new();
        List<CaseResult> results = [.. (await RunAsync(fake, Few)).Cases];

        // Three of each case, and for both warm ones two to warm up and 23 to compare.
        Assert.Equal((5 * 3) + (2 * 25), _spans.Count);
        Assert.Equal(_spans.Select(span => $"traceparent: {span.Id}"), TraceParents(fake, "-01"));
        Assert.All(fake.Heads, head => Assert.Single(head.Split("\r\n"), line => line.StartsWith("traceparent: 00-", StringComparison.Ordinal)));
        Assert.Equal(_spans.Count, _spans.Select(span => span.TraceId).Distinct().Count());
        Assert.Single(TraceParents(fake, "-00").Distinct());
        Assert.DoesNotContain(fake.Heads, head =>
            head.Contains("-01\r\n", StringComparison.Ordinal) && head.Contains("/pipe/hello ", StringComparison.Ordinal) && head.Contains("max-age", StringComparison.Ordinal));

        // Starts that are traced are none of the timed.
        Assert.All(results.Where(result => result.ColdStart is not null), result => Assert.Equal((4, 4), (result.Requests, result.ColdStart!.Starts.Count)));
        Assert.All(results, result => Assert.Equal(0, result.Errors));
    }

    [Fact]
    public async Task A_span_is_a_client_span_by_the_conventions()
    {
        await using FakeProxy fake = new();
        using LoadConnection connection = new(new System.Net.IPEndPoint(System.Net.IPAddress.Loopback, fake.Url.Port), TimeSpan.FromSeconds(30));
        RunTracing tracing = new(isOn: true);

        tracing.Send(connection, LoadRequest.Get(fake.Url, "/pipe/hello?x=1", CacheExpectation.None));

        Activity span = Assert.Single(_spans);
        Assert.Equal(("GET", ActivityKind.Client, default(ActivitySpanId)), (span.DisplayName, span.Kind, span.ParentSpanId));
        Assert.Equal(
            new Dictionary<string, object?>
            {
                ["http.request.method"] = "GET",
                ["url.full"] = $"{fake.Url}pipe/hello?x=1",
                ["server.address"] = "127.0.0.1",
                ["server.port"] = fake.Url.Port,
                ["network.protocol.version"] = "1.1",
                ["http.response.status_code"] = 200,
            },
            span.TagObjects.ToDictionary());
        Assert.Equal(ActivityStatusCode.Unset, span.Status);
    }

    [Theory]
    [InlineData(503, "503")]
    [InlineData(200, "WrongCacheState")]
    public async Task A_failure_is_one_in_the_span_too(int status, string type)
    {
        await using FakeProxy fake = new() { StatusOfRequest = _ => status };
        using LoadConnection connection = new(new System.Net.IPEndPoint(System.Net.IPAddress.Loopback, fake.Url.Port), TimeSpan.FromSeconds(30));
        RunTracing tracing = new(isOn: true);

        tracing.Send(connection, LoadRequest.Get(fake.Url, "/pipe/hello", CacheExpectation.MustHit));

        Activity span = Assert.Single(_spans);
        Assert.Equal((ActivityStatusCode.Error, (object)type), (span.Status, span.GetTagItem("error.type")));
    }

    [Fact]
    public async Task A_sampler_that_drops_a_trace_is_obeyed()
    {
        _sampling = ActivitySamplingResult.None;
        await using FakeProxy fake = new();

        await RunAsync(fake, Few with { Cases = [CaseId.PipeWarm] });

        Assert.All(TraceParents(fake, ""), header => Assert.EndsWith("-00", header, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_cost_of_tracing_is_measured_in_turns_for_the_warm_cases()
    {
        await using FakeProxy fake = new();

        BenchmarkRun run = await RunAsync(fake, Few with { Requests = 250 });

        Assert.Equal([1, 3, 5], run.Cases.Where(result => result.Tracing is null).Select(result => result.Id));
        TracingCost cost = run.Cases[3].Tracing!;
        Assert.Equal(200, cost.Requests);
        Assert.Equal(cost.P50WithMicroseconds / cost.P50WithoutMicroseconds, cost.Ratio);
        Assert.Equal(
            Enumerable.Range(0, 10).SelectMany(_ => Enumerable.Repeat("-01", 20).Concat(Enumerable.Repeat("-00", 20))),
            fake.Heads.TakeLast(400).Select(head => head.Split("traceparent: ")[1].Split("\r\n")[0][^3..]));
    }

    [Fact]
    public async Task A_failure_while_the_cost_is_measured_fails_the_case()
    {
        // 2 + 23 timed, 2 + 23 with hops, 3 traced; then 2 + 2 to warm up, and the next one.
        await using FakeProxy fake = new() { StatusOfRequest = number => number == 58 ? 500 : 200 };

        BenchmarkRun run = await RunAsync(fake, Few with { Cases = [CaseId.PipeWarm] });

        CaseResult result = Assert.Single(run.Cases);
        Assert.Equal((24, 1), (result.Requests, result.Errors));
        Assert.Equal(new Dictionary<RequestError, int> { [RequestError.Status] = 1 }, result.ErrorsByKind);
        Assert.Null(result.Tracing);
        Assert.False(run.Succeeded);
    }

    public void Dispose() => _listener.Dispose();

    private static IEnumerable<string> TraceParents(FakeProxy fake, string end) => fake.Heads
        .SelectMany(head => head.Split("\r\n"))
        .Where(line => line.StartsWith("traceparent: ", StringComparison.Ordinal) && line.EndsWith(end, StringComparison.Ordinal));

    private static async Task<BenchmarkRun> RunAsync(FakeProxy fake, RunnerOptions options)
    {
        await using MeasuredProxy proxy = await fake.MeasuredAsync();
        RunTracing tracing = new(isOn: true);
        RecordingReporter reporter = new();
        RunPlan plan = RunPlan.Create(options, proxy.Routes!, null);
        RunFiles noFiles = new(null, null, null);
        SpareCase spares = new(options, noFiles, new ProxyLauncher(options, noFiles, reporter), reporter, tracing);
        BenchmarkRunner runner = new(proxy, options, reporter, tracing, spares)
        {
            MeasureCase = (planned, cancellationToken) => planned.Definition.IsCold
                ? new ColdCase(proxy, options, reporter, tracing).RunAsync(planned, cancellationToken)
                : new WarmCase(proxy, options, reporter, tracing) { MinWarmupTime = TimeSpan.Zero }.RunAsync(planned, cancellationToken),
            MeasureTracing = (request, cancellationToken) =>
                new TracingCostCase(proxy, options, tracing) { MinWarmupTime = TimeSpan.Zero }.Measure(request, cancellationToken),
        };
        return await runner.RunAsync(plan, TestContext.Current.CancellationToken);
    }
}
