using LocalLambdas.Manifests;
using LocalLambdas.Routing;
using PerfRunner.Cli;
using PerfRunner.Planning;
using PerfRunner.Results;
using PerfRunner.Running;
using PerfRunner.Tests.Fakes;
using PerfRunner.Tests.Hops;
using PerfRunner.Tracing;

namespace PerfRunner.Tests.Running;

public sealed class BenchmarkRunnerTests
{
    private static readonly RunnerOptions Few = new() { Requests = 6, Warmup = 3, ColdStarts = 4 };

    [Fact]
    public async Task All_five_cases_are_measured_without_an_error()
    {
        await using FakeProxy fake = new();

        BenchmarkRun run = await RunAsync(fake, Few);

        Assert.Equal(["cached", "http-warm", "http-cold", "pipe-warm", "pipe-cold"], run.Cases.Select(result => result.Name));
        Assert.All(run.Cases, result => Assert.Equal(CaseStatus.Measured, result.Status));
        Assert.All(run.Cases, result => Assert.Empty(result.ErrorsByKind));
        Assert.Equal([6, 6, 4, 6, 4], run.Cases.Select(result => result.Requests));
        Assert.Equal([6L, 6, 4, 6, 4], run.Cases.Select(result => result.LatencyMicroseconds!.Count));
        Assert.True(run.Succeeded);
    }

    [Fact]
    public async Task Each_case_asks_for_its_path()
    {
        await using FakeProxy fake = new();

        await RunAsync(fake, Few with { Cases = [CaseId.Cached], PipePath = "/pipe/x?bytes=9" });
        await RunAsync(fake, Few with { Cases = [CaseId.HttpCold] });

        Assert.Equal(["/pipe/x?bytes=9&max-age=3600", "/http/hello"], fake.RequestedPaths.Distinct());
    }

    [Fact]
    public async Task A_cold_case_shows_a_new_process_for_each_request()
    {
        await using FakeProxy fake = new();

        CaseResult result = (await RunAsync(fake, Few with { Cases = [CaseId.PipeCold] })).Cases.Single();

        Assert.Equal(4, result.ColdStart!.Starts.Select(start => start.Pid).Distinct().Count());
        Assert.All(result.ColdStart.Starts, start => Assert.True(start.ProcessStartedAt >= start.RequestSentAt));
        ColdStartPhases phases = result.ColdStart.Phases;
        Assert.Equal(
            result.LatencyMicroseconds!.Mean,
            phases.Spawn.Mean + phases.Accept.Mean + phases.FirstAnswer.Mean + phases.Rest.Mean,
            0.01);
    }

    [Fact]
    public async Task The_spare_case_shows_a_process_that_was_ready_before_each_request()
    {
        await using FakeProxy fake = new() { HasSpares = true };

        BenchmarkRun run = await RunAsync(fake, Few with { Cases = [CaseId.PipeSpare] });

        CaseResult result = run.Cases.Single();
        Assert.Equal(("pipe-spare", 0, 4), (result.Name, result.Errors, result.Requests));
        Assert.Null(result.ColdStart);
        SpareStartResult spare = result.SpareStart!;
        Assert.Equal(4, spare.Starts.Select(start => start.Pid).Distinct().Count());
        Assert.All(spare.Starts, start => Assert.True(start.ProcessStartedAt < start.RequestSentAt && start.RequestSentAt <= start.TakenAt));
        Assert.Equal(result.LatencyMicroseconds!.Mean, spare.FirstAnswer.Mean + spare.Rest.Mean, 0.01);
        Assert.True(run.Succeeded);
    }

    [Theory]
    [InlineData(nameof(FakeProxy.StartsPastSpares))]
    [InlineData(nameof(FakeProxy.StartedAtIsEarly))]
    [InlineData(nameof(FakeProxy.TakesAnother))]
    public async Task A_request_that_took_no_spare_is_an_error_and_not_timed(string fault)
    {
        await using FakeProxy fake = new()
        {
            HasSpares = true,
            StartsPastSpares = fault == nameof(FakeProxy.StartsPastSpares),
            StartedAtIsEarly = fault == nameof(FakeProxy.StartedAtIsEarly),
            TakesAnother = fault == nameof(FakeProxy.TakesAnother),
        };

        CaseResult result = (await RunAsync(fake, Few with { Cases = [CaseId.PipeSpare] })).Cases.Single();

        Assert.Equal(new Dictionary<RequestError, int> { [RequestError.NoSpare] = 5 }, result.ErrorsByKind);
        Assert.Null(result.SpareStart);
        Assert.Null(result.LatencyMicroseconds);
    }

    [Fact]
    public async Task A_cold_case_that_took_a_spare_is_an_error_also_if_nobody_knew_of_spares()
    {
        await using FakeProxy fake = new() { HasSpares = true };

        CaseResult result = (await RunAsync(fake, Few with { Cases = [CaseId.PipeCold] }, asPlanned: planned => planned with { SkippedBecause = null })).Cases.Single();

        Assert.Equal([RequestError.NotCold], result.ErrorsByKind.Keys);
        Assert.Null(result.ColdStart);
    }

    [Theory]
    [InlineData(nameof(FakeProxy.StopDoesNothing))]
    [InlineData(nameof(FakeProxy.StartsAhead))]
    [InlineData(nameof(FakeProxy.StartedAtIsEarly))]
    [InlineData(nameof(FakeProxy.LosesPhases))]
    [InlineData(nameof(FakeProxy.Pid))]
    public async Task A_start_that_is_not_cold_is_an_error_and_not_timed(string fault)
    {
        await using FakeProxy fake = new()
        {
            StopDoesNothing = fault == nameof(FakeProxy.StopDoesNothing),
            StartsAhead = fault == nameof(FakeProxy.StartsAhead),
            StartedAtIsEarly = fault == nameof(FakeProxy.StartedAtIsEarly),
            LosesPhases = fault == nameof(FakeProxy.LosesPhases),

            // The proxy says that the process is gone, but it runs: it is this one.
            Pid = fault == nameof(FakeProxy.Pid) ? Environment.ProcessId : null,
        };

        // Something must run before there is anything that could fail to stop.
        await RunAsync(fake, Few with { Cases = [CaseId.PipeWarm] });
        BenchmarkRun run = await RunAsync(fake, Few with { Cases = [CaseId.PipeCold] });

        CaseResult result = run.Cases.Single();
        Assert.Equal(new Dictionary<RequestError, int> { [RequestError.NotCold] = 5 }, result.ErrorsByKind);
        Assert.Equal(5, result.Requests);
        Assert.Null(result.LatencyMicroseconds);
        Assert.Null(result.ColdStart);
        Assert.False(run.Succeeded);
    }

    [Fact]
    public async Task An_answer_past_the_cache_fails_the_cached_case()
    {
        await using FakeProxy fake = new() { CacheIsOff = true };

        CaseResult result = (await RunAsync(fake, Few with { Cases = [CaseId.Cached], Warmup = 0 })).Cases.Single();

        Assert.Equal(new Dictionary<RequestError, int> { [RequestError.WrongCacheState] = 7 }, result.ErrorsByKind);
    }

    [Fact]
    public async Task An_answer_from_the_cache_fails_a_warm_case()
    {
        await using FakeProxy fake = new() { CacheIgnoresNoStore = true };

        CaseResult result = (await RunAsync(fake, Few with { Cases = [CaseId.PipeWarm], Warmup = 0 })).Cases.Single();

        Assert.Equal(new Dictionary<RequestError, int> { [RequestError.WrongCacheState] = 6 }, result.ErrorsByKind);
        Assert.Null(result.LatencyMicroseconds);
    }

    [Fact]
    public async Task What_fails_while_warming_up_is_an_error_too()
    {
        await using FakeProxy fake = new() { StatusOfRequest = number => number == 2 ? 500 : 200 };

        CaseResult result = (await RunAsync(fake, Few with { Cases = [CaseId.PipeWarm] })).Cases.Single();

        Assert.Equal(1, result.Errors);
        Assert.Equal(7, result.Requests);
        Assert.Equal(6, result.LatencyMicroseconds!.Count);
    }

    [Fact]
    public async Task A_case_that_never_works_ends_while_warming_up()
    {
        await using FakeProxy fake = new() { StatusOfRequest = _ => 503 };

        BenchmarkRun run = await RunAsync(fake, Few with { Warmup = 1_000_000, Cases = [CaseId.PipeWarm, CaseId.Cached, CaseId.PipeCold] });

        Assert.All(run.Cases, result => Assert.Equal(result.Requests, result.Errors));
        Assert.All(run.Cases, result => Assert.Equal([RequestError.Status], result.ErrorsByKind.Keys));
        Assert.False(run.Succeeded);
    }

    [Fact]
    public async Task A_lambda_that_died_by_itself_starts_cold_too()
    {
        await using FakeProxy fake = new() { TellsFailed = true };

        CaseResult result = (await RunAsync(fake, Few with { Cases = [CaseId.PipeCold] })).Cases.Single();

        Assert.Equal(0, result.Errors);
        Assert.Equal(Few.ColdStarts, result.ColdStart!.Starts.Count);
    }

    [Fact]
    public async Task Without_an_admin_endpoint_cold_cases_and_resources_are_left_out()
    {
        await using FakeProxy fake = new();

        BenchmarkRun run = await RunAsync(fake, Few, withAdmin: false);

        Assert.Equal(
            [CaseStatus.Measured, CaseStatus.Measured, CaseStatus.Skipped, CaseStatus.Measured, CaseStatus.Skipped],
            run.Cases.Select(result => result.Status));
        Assert.Contains("--admin-url", run.Cases[2].SkippedBecause, StringComparison.Ordinal);
        Assert.All(run.Cases, result => Assert.Null(result.Proxy));
        Assert.All(run.Cases, result => Assert.Null(result.Service));
        Assert.True(run.Succeeded);
    }

    [Fact]
    public async Task A_foreign_proxy_that_tells_nothing_of_its_cache_is_not_measured_as_cached()
    {
        await using FakeProxy fake = new() { TellsCacheStatus = false };

        BenchmarkRun run = await RunAsync(fake, Few with { Cases = [CaseId.Cached, CaseId.PipeWarm] }, withAdmin: false);

        Assert.Equal([CaseStatus.Skipped, CaseStatus.Measured], run.Cases.Select(result => result.Status));
        Assert.Contains("Cache-Status", run.Cases[0].SkippedBecause, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Our_own_proxy_that_tells_nothing_of_its_cache_fails()
    {
        await using FakeProxy fake = new() { TellsCacheStatus = false };

        Assert.False((await RunAsync(fake, Few with { Cases = [CaseId.Cached] })).Succeeded);
    }

    [Fact]
    public async Task A_case_that_breaks_leaves_the_others_measured()
    {
        await using FakeProxy fake = new() { AdminFails = true };

        BenchmarkRun run = await RunAsync(fake, Few with { Cases = [CaseId.PipeCold, CaseId.Cached] }, asPlanned: planned =>
            planned.Definition.IsCold ? planned : planned with { LambdaId = null });

        Assert.Equal([CaseStatus.Skipped, CaseStatus.Measured], run.Cases.Select(result => result.Status));
        Assert.Contains("500", run.Cases[0].SkippedBecause, StringComparison.Ordinal);
        Assert.False(run.Succeeded);
    }

    [Fact]
    public async Task A_run_that_measured_nothing_has_not_succeeded()
    {
        await using FakeProxy fake = new();

        Assert.False((await RunAsync(fake, Few with { Cases = [CaseId.PipeCold] }, withAdmin: false)).Succeeded);
    }

    [Fact]
    public async Task The_memory_and_processor_time_of_the_proxy_are_reported()
    {
        await using FakeProxy fake = new();

        BenchmarkRun run = await RunAsync(fake, Few with { Cases = [CaseId.PipeWarm, CaseId.PipeCold] });

        Assert.All(run.Cases, result => Assert.True(result.Proxy!.ResidentBytes > 0));
        Assert.All(run.Cases, result => Assert.True(result.Proxy!.CpuSecondsPerRequest > 0));
        Assert.All(run.Cases, result => Assert.Null(result.Service));
    }

    [Fact]
    public async Task The_hops_of_every_case_add_up_to_its_end_to_end_time()
    {
        await using FakeProxy fake = new();

        BenchmarkRun run = await RunAsync(fake, Few);

        Assert.Equal([6, 6, 4, 6, 4], run.Cases.Select(result => result.Hops!.Requests));
        Assert.All(run.Cases, result => Assert.Equal(
            result.Hops!.EndToEnd.Mean, result.Hops.Rows.Sum(row => row.Statistics.Mean), HopTimesTests.Picosecond));
        Assert.All(run.Cases, result => Assert.Null(result.HopsMissingBecause));
        Assert.All(run.Cases.Where(result => result.ColdStart is not null), result => Assert.Equal(
            result.LatencyMicroseconds!.Mean, result.Hops!.EndToEnd.Mean));
    }

    [Fact]
    public async Task Timed_requests_do_not_ask_for_hops_and_those_that_do_follow_on_a_connection_of_their_own()
    {
        await using FakeProxy fake = new();

        await RunAsync(fake, Few with { Cases = [CaseId.PipeWarm], Requests = 150, Connections = 2 });

        // 3 to warm up, 150 timed, 3 to warm up the answers with hops, and 100 of them.
        Assert.Equal(
            [.. Enumerable.Repeat(false, 153), .. Enumerable.Repeat(true, 103)],
            fake.Heads.Select(head => head.Contains("Prefer: server-timing", StringComparison.Ordinal)));
        Assert.DoesNotContain(fake.Heads, head => head.Contains("traceparent", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_proxy_that_does_not_tell_its_hops_is_measured_without_them()
    {
        await using FakeProxy fake = new() { TellsServerTiming = false };

        BenchmarkRun run = await RunAsync(fake, Few);

        Assert.True(run.Succeeded);
        Assert.All(run.Cases, result => Assert.Null(result.Hops));
        Assert.All(run.Cases, result => Assert.Contains("no Server-Timing header", result.HopsMissingBecause, StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_fails_while_hops_are_asked_for_is_an_error_too()
    {
        await using FakeProxy fake = new() { StatusOfRequest = number => number == 8 ? 500 : 200 };

        CaseResult result = (await RunAsync(fake, Few with { Cases = [CaseId.PipeWarm], Warmup = 0 })).Cases.Single();

        Assert.Equal((7, 1, 5), (result.Requests, result.Errors, result.Hops!.Requests));
        Assert.Equal(6, result.LatencyMicroseconds!.Count);
    }

    [Fact]
    public async Task Cases_run_in_the_order_given()
    {
        await using FakeProxy fake = new();
        RecordingReporter reporter = new();

        await RunAsync(fake, Few with { Cases = [CaseId.PipeWarm, CaseId.Cached], Warmup = 0 }, reporter: reporter);

        Assert.Equal(
            ["1/2 pipe-warm", "warming up", "6 requests", "pipe-warm Measured", "2/2 cached", "warming up", "6 requests", "cached Measured"],
            reporter.Lines);
    }

    private static async Task<BenchmarkRun> RunAsync(
        FakeProxy fake,
        RunnerOptions options,
        bool withAdmin = true,
        RecordingReporter? reporter = null,
        Func<PlannedCase, PlannedCase>? asPlanned = null)
    {
        await using MeasuredProxy proxy = await fake.MeasuredAsync(withAdmin);
        RunPlan plan = RunPlan.Create(options, proxy.Routes ?? Routes, proxy.NoAdminBecause);
        IRunReporter shown = reporter ?? new RecordingReporter();
        RunTracing tracing = new(isOn: false);
        RunnerOptions remote = options with { Url = fake.Url };
        RunFiles noFiles = new(null, null, null);
        SpareCase spares = new(remote, noFiles, new ProxyLauncher(remote, noFiles, shown), shown, tracing);
        BenchmarkRunner runner = new(proxy, options, shown, tracing, spares)
        {
            MeasureCase = (planned, cancellationToken) => planned.Definition.IsSpare
                ? spares.RunAsync(proxy, planned, cancellationToken)
                : planned.Definition.IsCold
                ? new ColdCase(proxy, options, shown, tracing).RunAsync(planned, cancellationToken)
                : new WarmCase(proxy, options, shown, tracing) { MinWarmupTime = TimeSpan.Zero }.RunAsync(planned, cancellationToken),
        };
        return await runner.RunAsync(
            plan with { Cases = [.. plan.Cases.Select(asPlanned ?? (planned => planned))] }, TestContext.Current.CancellationToken);
    }

    private static LambdaRoute[] Routes =>
    [
        new("http-service", Route("/http/*"), CommunicationMode.Http),
        new("pipe-service", Route("/pipe/*"), CommunicationMode.Pipe),
    ];

    private static RoutePattern Route(string text) => RoutePattern.TryParse(text, out RoutePattern? route, out _) ? route! : throw new ArgumentException(text);
}
