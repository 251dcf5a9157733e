using System.Diagnostics;
using System.Text.RegularExpressions;
using LocalLambdas.Tests.EndToEnd;
using Testing;
using Testing.Proxy;

namespace LocalLambdas.Tests.Chaos;

/// <summary>Steady load while lambdas are killed, stopped, hang, crash, answer garbage and flood their output. See docs/testing.md.</summary>
[Collection(ProxyCollections.Second)]
public sealed partial class ChaosTests(ITestOutputHelper output) : ProxyTest
{
    private const int Clients = 4;

    // Of the second half of a long run against the first: what a heap that is collected when it grows may differ by
    private const double MemoryFactor = 1.25;
    private const double MemoryMegabytes = 24;

    private static readonly ChaosLambda[] Lambdas =
    [
        new("a", "pipe", 4), new("b", "http", 4), new("c", "frames", 4), new("d", "plain", 4),
        new("e", "pipe", 1) { IsCached = true }, new("f", "http", 1) { IsCached = true },
        new("g", "frames", 1) { IsCached = true }, new("h", "plain-unix", 1) { IsCached = true },
    ];

    public static bool IsUnix => !OperatingSystem.IsWindows();

    [Fact(Skip = "Windows has no signals", SkipUnless = nameof(IsUnix))]
    public async Task Every_answer_is_right_or_a_documented_error_whatever_happens_to_lambdas()
    {
        var settings = ChaosSettings.FromEnvironment();
        output.WriteLine($"CHAOS_SEED={settings.Seed}");
        foreach (var lambda in Lambdas)
        {
            Manifest.Add(lambda.Id, lambda.Mode, lambda.Behaviour).With("request_timeout", "500ms").With("start_timeout", "30s");
            if (lambda.IsCached)
                Manifest.With("idle_timeout", "50ms");
        }

        var proxy = await StartAsync(("ENABLE_CACHE", "50"));
        var address = await proxy.Output.Listening;
        var report = new ChaosReport();
        await ComeToRestAsync(proxy, address);
        await Eventually.True(async () => (await proxy.Admin.LambdasAsync(Cancellation)).All(lambda => lambda.IsPrepared), () => "all launches are prepared");
        var descriptors = Descriptors(proxy);

        var memory = await RunAsync(settings, proxy, address, report);

        output.WriteLine(report.ToString());
        Assert.True(report.Violations.Count == 0, $"CHAOS_SEED={settings.Seed}\n{report}");
        AssertNothingWasLeftOut(report);
        await ComeToRestAsync(proxy, address);
        await Eventually.True(() => !Started.Intersect(Alive).Any(), "no process of a stopped lambda lives");
        await Eventually.True(
            () => Task.FromResult(Descriptors(proxy).Count <= descriptors.Count),
            () => $"the descriptors {string.Join(", ", descriptors)}; now {string.Join(", ", Descriptors(proxy))}");
        if (settings.Time is not null)
            AssertFlat(memory);
        Assert.DoesNotContain(proxy.Output.Lines, line => ErrorEntry().IsMatch(line.Text));

        proxy.Sigterm();

        Assert.Equal(0, await proxy.WaitForExitAsync());
        Assert.Empty(Alive);
    }

    private static async Task<List<double>> RunAsync(ChaosSettings settings, ProxyProcess proxy, Uri address, ChaosReport report)
    {
        var memory = new List<double>();
        using var stop = new CancellationTokenSource();
        var clients = Task.WhenAll(Enumerable.Range(1, Clients).Select(number =>
            Task.Run(() => new ChaosClient(address, Lambdas, number, settings.Seed, report).RunAsync(stop.Token, Cancellation))));
        try
        {
            var troublemaker = new Troublemaker(proxy, address, Lambdas, settings.Seed, report);
            var running = Stopwatch.StartNew();
            for (var rounds = 0; !settings.IsEnough(rounds, running.Elapsed) && report.Violations.Count == 0; rounds++)
            {
                await troublemaker.RoundAsync(Cancellation);
                if (OperatingSystem.IsLinux())
                    memory.Add(ProxyResources.ResidentMegabytes(proxy.Id));
            }
        }
        finally
        {
            await stop.CancelAsync();
            await clients;
        }

        return memory;
    }

    /// <summary>Every lambda answers, and is stopped. On a busy machine the first answers may take longer than the request's timeout.</summary>
    private static async Task ComeToRestAsync(ProxyProcess proxy, Uri address)
    {
        using var connection = await ChaosConnection.OpenAsync(address, Cancellation);
        foreach (var lambda in Lambdas)
        {
            // Also when it had failed and would be waited for
            await proxy.Admin.StopAsync(lambda.Id, Cancellation);
            await proxy.Admin.StartAsync(lambda.Id, Cancellation);
            var kind = "";
            await Eventually.True(
                async () => (kind = await AskAsync(connection, lambda)) == "200",
                () => $"a right answer of {lambda.Id}: {kind}");
            await proxy.Admin.StopAsync(lambda.Id, Cancellation);
        }
    }

    private static async Task<string> AskAsync(ChaosConnection connection, ChaosLambda lambda)
    {
        var request = new ChaosRequest(lambda, $"rest-{Guid.NewGuid():N}", []);
        await connection.SendAsync([request], Cancellation);
        var answer = await connection.ReadAsync(Cancellation);
        Assert.Null(answer.WrongFor(request));
        return answer.Kind;
    }

    // Or the test would prove nothing
    private static void AssertNothingWasLeftOut(ChaosReport report)
    {
        Assert.All(Lambdas, lambda => Assert.True(report.RightOf(lambda) > 0, $"{lambda.Id} never answered\n{report}"));
        Assert.All([Troublemaker.Kill, Troublemaker.Stop, .. Troublemaker.Faults], action => Assert.True(report.Actions(action) > 0, $"no {action}\n{report}"));
        Assert.All(["502 connection-lost", "502 bad-envelope", "502 bad-frame", "502 bad-response", "504 request-timeout"], kind => Assert.True(report.Of(kind) > 0, $"no {kind}\n{report}"));
    }

    private void AssertFlat(List<double> memory)
    {
        var first = memory[..(memory.Count / 2)].DefaultIfEmpty().Max();
        var second = memory[(memory.Count / 2)..].DefaultIfEmpty().Max();
        output.WriteLine($"resident memory: at most {first:0} MB in the first half, {second:0} MB in the second");
        Assert.True(memory.Count < 2 || second <= (first * MemoryFactor) + MemoryMegabytes, $"{first:0} MB became {second:0} MB");
    }

    private static IReadOnlyList<string> Descriptors(ProxyProcess proxy) => OperatingSystem.IsLinux() ? ProxyResources.Descriptors(proxy.Id) : [];

    // What the proxy logs as an error is an exception that nobody expected
    [GeneratedRegex(@"^[\d:.]+ (fail|crit):")]
    private static partial Regex ErrorEntry();
}
