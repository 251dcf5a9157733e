using System.Text.Json;
using PerfRunner.Building;
using PerfRunner.Cli;
using PerfRunner.Controls;
using PerfRunner.Export;
using PerfRunner.Planning;
using PerfRunner.Results;
using PerfRunner.Running;
using PerfRunner.Tests.Fakes;

namespace PerfRunner.Tests.EndToEnd;

/// <summary>The real proxy and services; nothing is compiled.</summary>
public sealed class VariantTests
{
    [Fact]
    public async Task The_normal_builds_are_measured_after_the_cases()
    {
        RunReport report = await RunAsync(new RunnerOptions { Flavors = [BuildFlavor.Jit] });

        Assert.Equal(CaseStatus.Measured, report.Cases.Single().Status);
        Assert.Equal(2, report.Flavors!.Programs.Count);
        Assert.All(report.Flavors.Programs, program => Assert.Equal(1, program.ColdStartMicroseconds!.Count));
        Assert.All(report.Flavors.Programs, program => Assert.Equal(report.Flavors.Rounds * 2, program.Warm.LatencyMicroseconds!.Count));
        Assert.All(report.Flavors.Programs, program => Assert.True(program.ResidentBytes > 0));
        Assert.All(report.Flavors.Programs, program => Assert.True(program.SizeBytes > 0));
        Assert.NotNull(report.Flavors.WebServer.Single().ColdStartMicroseconds);
        Assert.Empty(report.Flavors.Runtime);
    }

    [Fact]
    public async Task This_proxy_can_do_every_control()
    {
        RunReport report = await RunAsync(new RunnerOptions { Controls = true });

        Assert.Empty(report.Controls!.LeftOut);
        ControlLoad load = report.Controls.Loads.Single();
        Assert.Equal(ControlDefinition.All.Select(control => control.Name), load.Controls.Select(control => control.Name));
        Assert.All(load.Controls, control => Assert.Equal(report.Controls.Rounds * 2, control.Warm.LatencyMicroseconds!.Count));
        Assert.Equal(6, load.Effects.Count);
    }

    private static async Task<RunReport> RunAsync(RunnerOptions options)
    {
        using TemporaryDirectory directory = new();
        using StringWriter output = new();
        options = options with { Requests = 2, Warmup = 1, ColdStarts = 1, Cases = [CaseId.PipeWarm], NoBuild = true, Output = directory.Path };

        RunnerExitCode exitCode = await new RunnerApplication(output, output).RunAsync(options, TestContext.Current.CancellationToken);

        Assert.True(exitCode == RunnerExitCode.Success, $"{exitCode}\n{output}");
        string file = Path.Combine(directory.Path, JsonExporter.FileName);
        return JsonSerializer.Deserialize(await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken), JsonContext.Default.RunReport)!;
    }
}
