using System.Text.Json.Nodes;
using NJsonSchema;
using PerfRunner.Cli;
using PerfRunner.Peers;
using PerfRunner.Peers.Export;
using PerfRunner.Peers.Targets;
using PerfRunner.Tests.Fakes;
using PerfRunner.Tests.Peers.Starting;

namespace PerfRunner.Tests.Peers;

/// <summary>The whole comparison, as short as can be; nothing is compiled.</summary>
public sealed class PeersApplicationTests
{
    [Fact]
    public async Task One_command_compares_what_is_installed_and_says_what_is_not()
    {
        using TemporaryDirectory directory = new();
        using StringWriter output = new();
        PeersOptions options = new()
        {
            Connections = [1],
            PipeConnections = [2],
            Rounds = 1,
            Duration = TimeSpan.FromMilliseconds(20),
            FirstWarmupTime = TimeSpan.FromMilliseconds(20),
            ColdStarts = 1,
            Observer = false,
            Output = directory.Path,
            NoBuild = true,
            NoAot = true,
        };

        RunnerExitCode exitCode = await new PeersApplication(output, output).RunAsync(options, TestContext.Current.CancellationToken);

        Assert.True(exitCode == RunnerExitCode.Success, $"{exitCode}\n{output}");
        string json = await File.ReadAllTextAsync(Path.Combine(directory.Path, PeersJson.FileName), TestContext.Current.CancellationToken);
        JsonSchema schema = await JsonSchema.FromFileAsync(Path.Combine(directory.Path, PeersJson.SchemaFileName), TestContext.Current.CancellationToken);
        Assert.Empty(schema.Validate(json));

        JsonNode report = JsonNode.Parse(json)!;
        Assert.Equal(PeerNeeds.PeersLeftOut, report["leftOut"]!.AsArray().Select(one => $"{one!["name"]}"));
        Assert.Equal(["cached", "http", "pipe"], report["cases"]!.AsArray().Select(one => $"{one!["name"]}"));
        JsonNode[] rows = [.. report["cases"]!.AsArray().SelectMany(one => one!["points"]!.AsArray()).SelectMany(point => point!["rows"]!.AsArray()).OfType<JsonNode>()];
        Assert.Equal(["direct"], rows.Where(row => row["processorMicroseconds"] is null).Select(row => $"{row["name"]}").Distinct());
        Assert.Equal(TargetTable.Of(options, new([]), [], [], []).Select(target => target.Name), report["targets"]!.AsArray().Select(one => $"{one!["name"]}"));
        Assert.Contains(report["targets"]!.AsArray(), one => $"{one!["verdict"]}" != "notMeasured");
        Assert.True(File.Exists(Path.Combine(directory.Path, PeersMarkdown.FileName)));
    }
}
