using System.Xml.Linq;
using PerfRunner.Cli;
using PerfRunner.Controls;
using PerfRunner.Results;
using PerfRunner.Running;
using PerfRunner.Tests.Fakes;
using PerfRunner.Tracing;
using PerfRunner.Variants;

namespace PerfRunner.Tests.Controls;

public sealed class ControlBenchmarkTests
{
    private static readonly string[] All = [.. ControlDefinition.All.Select(control => control.Name)];

    private readonly RecordingReporter _reporter = new();

    [Fact]
    public async Task Every_control_is_measured_with_one_connection_and_with_those_asked_for()
    {
        await using FakeProxy fake = new() { More = All };

        ControlReport report = await RunAsync(_ => fake.MeasuredAsync(), connections: 2);

        Assert.Null(report.BrokenOffBecause);
        Assert.Empty(report.LeftOut);
        Assert.Equal([1, 2], report.Loads.Select(load => load.Connections));
        Assert.All(report.Loads, load => Assert.Equal(All, load.Controls.Select(control => control.Name)));
        Assert.All(report.Loads.SelectMany(load => load.Controls), control => Assert.Equal(WarmRounds.Rounds * 3, control.Warm.LatencyMicroseconds!.Count));
        ControlLoad one = report.Loads[0];
        Assert.Equal(1, one.Controls[0].RatioToHttpTcp);
        Assert.Equal(one.Controls[1].Warm.LatencyMicroseconds!.P50 / one.Controls[0].Warm.LatencyMicroseconds!.P50, one.Controls[1].RatioToHttpTcp);
        Assert.NotEmpty(one.Effects);
    }

    [Fact]
    public async Task One_connection_is_not_measured_twice()
    {
        await using FakeProxy fake = new() { More = All };

        Assert.Single((await RunAsync(_ => fake.MeasuredAsync())).Loads);
    }

    [Fact]
    public async Task What_the_proxy_refuses_is_left_out_with_its_words()
    {
        await using FakeProxy fake = new() { More = All };

        ControlReport report = await RunAsync(ids => ids.Contains("frames-tcp")
            ? throw new RunnerException(RunnerExitCode.Unavailable, "unknown transport")
            : fake.MeasuredAsync());

        Assert.Equal([new ControlLeftOut("frames-tcp", "unknown transport")], report.LeftOut);
        Assert.Equal(All.Except(["frames-tcp"]), report.Loads.Single().Controls.Select(control => control.Name));
        Assert.DoesNotContain(report.Loads.Single().Effects, effect => effect.From == "frames-tcp" || effect.To == "frames-tcp");
        Assert.Contains("frames-tcp is left out: unknown transport", _reporter.Lines);
    }

    [Fact]
    public async Task A_proxy_that_refuses_everything_leaves_nothing_to_measure()
    {
        ControlReport report = await RunAsync(_ => throw new RunnerException(RunnerExitCode.Unavailable, "no"));

        Assert.Equal(All, report.LeftOut.Select(control => control.Name));
        Assert.Empty(report.Loads);
        Assert.Null(report.BrokenOffBecause);
    }

    [Fact]
    public async Task What_breaks_it_off_is_told()
    {
        ControlReport report = await RunAsync(_ => throw new IOException("no space"));

        Assert.Equal("no space", report.BrokenOffBecause);
    }

    private Task<ControlReport> RunAsync(Func<IReadOnlyList<string>, Task<MeasuredProxy>> start, int connections = 1)
    {
        RunnerOptions options = new() { Requests = 3, Warmup = 0, Connections = connections };
        return new ControlBenchmark(
            options,
            _reporter,
            new RunTracing(isOn: false),
            async (file, _) => await start([.. XDocument.Load(file).Root!.Elements().Select(process => process.Value)]),
            controls => new VariantManifest(controls.Select(control => new XElement("process", control.Name))))
        {
            MinWarmupTime = TimeSpan.Zero,
        }.RunAsync(TestContext.Current.CancellationToken);
    }
}
