using System.Text.Json;
using PerfRunner.Building;
using PerfRunner.Cli;
using PerfRunner.Export;
using PerfRunner.Planning;
using PerfRunner.Results;
using PerfRunner.Running;
using PerfRunner.Tests.Fakes;

namespace PerfRunner.Tests.EndToEnd;

/// <summary>The real proxy and services; nothing is compiled.</summary>
public sealed class FlavorTests
{
    [Fact]
    public async Task The_normal_builds_are_measured_after_the_cases()
    {
        using TemporaryDirectory directory = new();
        using StringWriter output = new();
        RunnerOptions options = new()
        {
            Requests = 2,
            Warmup = 1,
            ColdStarts = 1,
            Cases = [CaseId.PipeWarm],
            Flavors = [BuildFlavor.Jit],
            NoBuild = true,
            Output = directory.Path,
        };

        RunnerExitCode exitCode = await new RunnerApplication(output, output).RunAsync(options, TestContext.Current.CancellationToken);

        Assert.True(exitCode == RunnerExitCode.Success, $"{exitCode}\n{output}");
        RunReport report = JsonSerializer.Deserialize(
            await File.ReadAllBytesAsync(Path.Combine(directory.Path, JsonExporter.FileName), TestContext.Current.CancellationToken), JsonContext.Default.RunReport)!;
        Assert.Equal(CaseStatus.Measured, report.Cases.Single().Status);
        Assert.Equal(2, report.Flavors!.Programs.Count);
        Assert.All(report.Flavors.Programs, program => Assert.Equal(1, program.ColdStartMicroseconds!.Count));
        Assert.All(report.Flavors.Programs, program => Assert.Equal(report.Flavors.Rounds * 2, program.Warm.LatencyMicroseconds!.Count));
        Assert.All(report.Flavors.Programs, program => Assert.True(program.ResidentBytes > 0));
        Assert.All(report.Flavors.Programs, program => Assert.True(program.SizeBytes > 0));
        Assert.NotNull(report.Flavors.WebServer.Single().ColdStartMicroseconds);
        Assert.Empty(report.Flavors.Runtime);
    }
}
