using System.Text.Json.Nodes;
using NJsonSchema;
using PerfRunner.Cli;
using PerfRunner.Growth;
using PerfRunner.Growth.Export;
using PerfRunner.Tests.Fakes;

namespace PerfRunner.Tests.Growth;

/// <summary>The real proxy and services, as short as can be; nothing is compiled.</summary>
public sealed class GrowthApplicationTests
{
    [Fact]
    public async Task Many_routes_idle_connections_and_long_bodies_are_measured_without_an_error()
    {
        using TemporaryDirectory directory = new();
        using StringWriter output = new();
        GrowthOptions options = new()
        {
            Routes = 50,
            Idle = [0, 20],
            Bodies = [0, 1_000, 2_000_000],
            Rounds = 1,
            Duration = TimeSpan.FromMilliseconds(5),
            FirstWarmupTime = TimeSpan.FromMilliseconds(5),
            Output = directory.Path,
            NoBuild = true,
            NoAot = true,
        };

        RunnerExitCode exitCode = await new GrowthApplication(output, output).RunAsync(options, TestContext.Current.CancellationToken);

        Assert.True(exitCode == RunnerExitCode.Success, $"{exitCode}\n{output}");
        string json = await File.ReadAllTextAsync(Path.Combine(directory.Path, GrowthJson.FileName), TestContext.Current.CancellationToken);
        JsonSchema schema = await JsonSchema.FromFileAsync(Path.Combine(directory.Path, GrowthJson.SchemaFileName), TestContext.Current.CancellationToken);
        Assert.Empty(schema.Validate(json));

        JsonNode report = JsonNode.Parse(json)!;
        Assert.Equal(["1", "1, again", "50"], report["routes"]!.AsArray().Select(row => $"{row!["size"]}").Distinct());
        Assert.Equal(["0", "20"], report["idle"]!.AsArray().Select(row => $"{row!["size"]}").Distinct());
        Assert.Equal(["cached 0", "cached 1000"], report["bodies"]!.AsArray().Where(row => $"{row!["way"]}" == "cached").Select(row => $"{row!["way"]} {row["bytes"]}"));
        Assert.Equal(20, report["bodies"]!.AsArray().Count);
        Assert.True(File.Exists(Path.Combine(directory.Path, GrowthMarkdown.FileName)));
        Assert.True(File.Exists(Path.Combine(directory.Path, GrowthCurve.FileName)));
    }
}
