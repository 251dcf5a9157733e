using System.Text.Json.Nodes;
using NJsonSchema;
using PerfRunner.Export;
using PerfRunner.Growth.Export;
using PerfRunner.Tests.Export;

namespace PerfRunner.Tests.Growth;

public sealed class GrowthExporterTests
{
    private static string Page => GrowthMarkdown.Render(SampleGrowthReport.Report);

    [Fact]
    public void A_curve_has_a_line_for_each_length_and_a_column_for_each_way()
    {
        Assert.Contains("| 0 | 60,000 req/s | 60.0 µs | 30,000 req/s | 120.0 µs |", Lines(Page));
        Assert.Contains("| 10,000,000 | – | – | 953.7 MiB/s | 40.0 ms |", Lines(Page));
        Assert.Contains("| 1,000 | 3 errors | – |", Lines(Page));
    }

    [Fact]
    public void What_grows_is_shown_beside_what_it_costs()
    {
        Assert.Contains("| pipe | 16 | 1000 | 9,709 | 0.97 | 0.96 to 0.98 | 103.0 µs | 1.03 | 1.02 to 1.04 | 0 |", Lines(Page));
        using StringWriter output = new();
        GrowthConsole.Write(SampleGrowthReport.Report, ["growth.md"], output);
        Assert.Contains("pipe 16 1000 9,709 0.97 0.96 to 0.98 103.0 µs 1.03 1.02 to 1.04 0", Lines(output.ToString()));
    }

    [Fact]
    public void A_part_that_was_not_measured_has_no_section()
    {
        string page = GrowthMarkdown.Render(SampleGrowthReport.Report with { Idle = [], Bodies = [] });

        Assert.DoesNotContain("## Idle", page, StringComparison.Ordinal);
        Assert.DoesNotContain("## Bodies", page, StringComparison.Ordinal);
        Assert.DoesNotContain(GrowthCurve.FileName, page, StringComparison.Ordinal);
        Assert.Contains(GrowthCurve.FileName, Page, StringComparison.Ordinal);
        Assert.Contains("## Idle connections", Page, StringComparison.Ordinal);
        Assert.Contains("## Bodies of requests", Page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_key_is_required_and_no_other_is_allowed() => SchemaAssert.EveryKeyIsRequired(await Schema(), Document());

    [Theory]
    [InlineData("routes.0.series", "\"http\"")]
    [InlineData("routes.0.rateRatio", "1")]
    [InlineData("routes.0.rateRatio.lowest", "0")]
    [InlineData("idle.0.connections", "0")]
    [InlineData("bodies.0.way", "\"Cached\"")]
    [InlineData("bodies.0.direction", "\"Answer\"")]
    [InlineData("bodies.0.bytesPerSecond", "-1")]
    [InlineData("settings.bodyConnections", "null")]
    [InlineData("targets.0.verdict", "\"good\"")]
    [InlineData("schemaVersion", "2")]
    public async Task A_wrong_value_is_refused(string path, string value)
    {
        JsonObject document = Document();
        SchemaAssert.Set(document, path, value);

        Assert.NotEmpty((await Schema()).Validate(document.ToJsonString()));
    }

    private static Task<JsonSchema> Schema() =>
        JsonSchema.FromJsonAsync(EmbeddedText.Read(GrowthJson.SchemaFileName), TestContext.Current.CancellationToken);

    private static JsonObject Document() => JsonNode.Parse(GrowthJson.Serialize(SampleGrowthReport.Report))!.AsObject();

    private static IEnumerable<string> Lines(string text) =>
        text.Split('\n').Select(line => string.Join(' ', line.Split((char[])[' ', '\r'], StringSplitOptions.RemoveEmptyEntries)));
}
