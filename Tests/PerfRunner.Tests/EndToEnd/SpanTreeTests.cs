using PerfRunner.Planning;
using Testing.Otlp;

namespace PerfRunner.Tests.EndToEnd;

/// <summary>What a trace of each case shows, in which every hop has its span.</summary>
public sealed class SpanTreeTests(CaseTraces traces) : IClassFixture<CaseTraces>
{
    /// <summary>
    /// All processes read the same clock, and so do not disagree; but the proxy reads it once per request and goes on with the monotonic
    /// clock, as it does for a start. What both may drift apart while a process starts: 500 ppm, the most that NTP corrects, of 0.2 s.
    /// Beside that a span takes at least a tick of 100 ns in .NET.
    /// </summary>
    private const ulong ToleranceNanoseconds = 100_000;

    /// <summary>Its trace is that of a warm case: nothing started. But the service is asked for the first time, and says so.</summary>
    private const int Spare = 6;

    private const string Cold = """
        perf-runner: GET (client)
          local-lambdas: GET /{0}/* (server)
            local-lambdas: start (internal)
              local-lambdas: spawn (internal)
              local-lambdas: runtime (internal)
              local-lambdas: application (internal)
              local-lambdas: accept (internal)
            local-lambdas: invoke (client)
              {0}-service: GET (server)
        """;

    private const string Warm = """
        perf-runner: GET (client)
          local-lambdas: GET /{0}/* (server)
            local-lambdas: invoke (client)
              {0}-service: GET (server)
        """;

    private const string Cached = """
        perf-runner: GET (client)
          local-lambdas: GET /{0}/* (server)
        """;

    private static readonly Dictionary<int, (string Tree, string Mode)> Cases = new()
    {
        [1] = (Cached, "pipe"), [2] = (Warm, "http"), [3] = (Cold, "http"), [4] = (Warm, "pipe"), [5] = (Cold, "pipe"), [6] = (Warm, "pipe"),
    };

    public static TheoryData<int> All => [1, 2, 3, 4, 5, 6];

    public static TheoryData<int> Invoked => [2, 3, 4, 5, 6];

    public static TheoryData<int> Started => [3, 5];

    [Theory, MemberData(nameof(All))]
    public async Task Every_trace_of_a_case_is_exactly_its_tree(int caseNumber)
    {
        string expected = Cases[caseNumber].Tree.Replace("{0}", Cases[caseNumber].Mode, StringComparison.Ordinal);

        IReadOnlyList<SpanTree> all = await OfAsync(caseNumber);

        Assert.Equal(CaseTraces.ExpectedTraces(CaseDefinition.All.Single(definition => (int)definition.Id == caseNumber)), all.Count);
        Assert.All(all, trace => Assert.Equal(expected, $"{trace}", ignoreLineEndingDifferences: true));
    }

    [Theory, MemberData(nameof(All))]
    public async Task Every_span_lies_within_its_parent(int caseNumber) =>
        Assert.All(await OfAsync(caseNumber), trace => Assert.Empty(trace.NotNested(ToleranceNanoseconds)));

    [Theory, MemberData(nameof(All))]
    public async Task The_runners_span_says_what_it_asked_and_got(int caseNumber)
    {
        Assert.All(await OfAsync(caseNumber), trace =>
        {
            ReceivedSpan client = trace["GET", "perf-runner"];
            Uri url = new(client["url.full"]!);
            Assert.Equal($"/{Cases[caseNumber].Mode}/hello", url.AbsolutePath);
            AssertAttributes(
                client,
                ("http.request.method", "GET"),
                ("server.address", url.Host),
                ("server.port", $"{url.Port}"),
                ("http.response.status_code", "200"),
                ("network.protocol.version", "1.1"));
            Assert.Equal(("PerfRunner", "unset"), (client.Scope, client.Status));
        });
    }

    [Theory]
    [InlineData(1, "hit", null), InlineData(2, "miss", "false"), InlineData(3, "miss", "true"), InlineData(4, "miss", "false"), InlineData(5, "miss", "true")]
    [InlineData(6, "miss", "false")]
    public async Task The_proxys_span_says_what_the_cache_did_and_whether_a_process_started(int caseNumber, string cache, string? coldStart)
    {
        Assert.All(await OfAsync(caseNumber), trace =>
        {
            Uri url = new(trace["GET", "perf-runner"]["url.full"]!);
            ReceivedSpan server = trace[$"GET /{Cases[caseNumber].Mode}/*"];
            AssertAttributes(
                server,
                ("http.request.method", "GET"),
                ("http.route", $"/{Cases[caseNumber].Mode}/*"),
                ("url.scheme", "http"),
                ("url.path", url.AbsolutePath),
                ("url.query", url.Query.Length > 1 ? url.Query[1..] : null),
                ("http.response.status_code", "200"),
                ("server.address", url.Host),
                ("server.port", $"{url.Port}"),
                ("client.address", "127.0.0.1"),
                ("network.protocol.version", "1.1"),
                ("local_lambdas.cache", cache),
                ("faas.coldstart", coldStart),
                ("local_lambdas.start", StartKindOf(caseNumber)));
            Assert.Equal(("local_lambdas", "unset"), (server.Scope, server.Status));
        });
    }

    [Theory, MemberData(nameof(Invoked))]
    public async Task The_invoke_span_says_which_lambda_and_by_which_transport(int caseNumber)
    {
        string mode = Cases[caseNumber].Mode;
        string transport = mode == "http" ? "tcp" : OperatingSystem.IsWindows() ? "pipe" : "unix";
        Assert.All(await OfAsync(caseNumber), trace =>
        {
            ReceivedSpan invoke = trace["invoke"];
            AssertAttributes(
                invoke,
                ("faas.invoked_name", $"{mode}-service"),
                ("faas.invoked_provider", "local_lambdas"),
                ("faas.coldstart", IsStarted(caseNumber)),
                ("local_lambdas.start", StartKindOf(caseNumber)),
                ("network.transport", transport));
            if (mode == "http")
            {
                Assert.Equal("127.0.0.1", invoke["server.address"]);
                Assert.InRange(int.Parse(invoke["server.port"]!), 1, 65535);
            }
            else
            {
                // An inherited descriptor, or else the path of a socket or the name of a pipe.
                Assert.Matches("^fd:[0-9]+$|pipe-service", invoke["server.address"]);
                Assert.Null(invoke["server.port"]);
            }
        });
    }

    [Theory, MemberData(nameof(Invoked))]
    public async Task The_services_span_is_there_under_its_own_resource(int caseNumber)
    {
        string mode = Cases[caseNumber].Mode;
        IReadOnlyList<SpanTree> all = await OfAsync(caseNumber);
        Assert.All(all, trace =>
        {
            ReceivedSpan service = trace["GET", $"{mode}-service"];
            Assert.Equal(trace["invoke"].SpanId, service.ParentSpanId);
            AssertAttributes(
                service,
                ("http.request.method", "GET"),
                ("url.path", $"/{mode}/hello"),
                ("http.response.status_code", "200"),
                ("faas.trigger", "http"),
                ("faas.invocation_id", trace["invoke"].SpanId),
                ("faas.coldstart", caseNumber is Spare ? "true" : IsStarted(caseNumber)),
                ("network.transport", trace["invoke"]["network.transport"]));
            Assert.Equal("unset", service.Status);
        });
        Assert.Distinct(all.Select(trace => trace["GET", $"{mode}-service"]["faas.invocation_id"]));
    }

    [Theory, MemberData(nameof(Started))]
    public async Task A_start_is_over_before_the_call_and_its_phases_fill_it_without_a_gap(int caseNumber)
    {
        Assert.All(await OfAsync(caseNumber), trace =>
        {
            ReceivedSpan start = trace["start"];
            ReceivedSpan[] phases = [.. trace.ChildrenOf(start)];
            Assert.Equal(["spawn", "runtime", "application", "accept"], phases.Select(phase => phase.Name));
            Assert.Equal(start.Start, phases[0].Start);
            Assert.All(phases.Zip(phases.Skip(1)), pair => AssertSame(pair.Second.Start, pair.First.End));
            AssertSame(start.End, phases[^1].End);
            Assert.True(start.End <= trace["invoke"].Start, "the start ends before the call begins");
            Assert.All(phases.SkipLast(1), phase => Assert.True(phase.End > phase.Start, $"{phase.Name} takes time"));
        });
    }

    /// <summary>A span in .NET takes a tick at least: what began and ended at once ends that much too late.</summary>
    private static void AssertSame(ulong moment, ulong end) => Assert.InRange(end, moment, moment + TimeSpan.NanosecondsPerTick);

    private static string? StartKindOf(int caseNumber) => caseNumber is Spare ? "spare" : Cases[caseNumber].Tree == Cold ? "cold" : null;

    private static string IsStarted(int caseNumber) => Cases[caseNumber].Tree == Cold ? "true" : "false";

    /// <summary>Null: the span is not to have the attribute.</summary>
    private static void AssertAttributes(ReceivedSpan span, params (string Name, string? Value)[] expected) =>
        Assert.Equal(expected, expected.Select(attribute => (attribute.Name, span[attribute.Name])));

    private Task<IReadOnlyList<SpanTree>> OfAsync(int caseNumber) =>
        traces.OfAsync(caseNumber, Cases[caseNumber].Tree.Split('\n').Length);
}
