using System.Text.Json;
using System.Text.Json.Nodes;
using PerfRunner.Export;
using PerfRunner.Tests.Fakes;

namespace PerfRunner.Tests.Export;

public sealed class JsonExporterTests
{
    private readonly JsonNode _document = JsonNode.Parse(JsonExporter.Serialize(SampleReport.Mixed))!;

    [Theory]
    [InlineData("$schema", "./performance_results.schema.json")]
    [InlineData("schemaVersion", "1")]
    [InlineData("environment.logicalProcessors", "8")]
    [InlineData("settings.requests", "100")]
    [InlineData("cases.0.id", "1")]
    [InlineData("cases.0.name", "cached")]
    [InlineData("cases.0.requests", "100")]
    [InlineData("cases.0.errors", "0")]
    [InlineData("cases.0.status", "measured")]
    [InlineData("cases.0.latencyMicroseconds.min", "80")]
    [InlineData("cases.1.latencyMicroseconds.max", "9000")]
    [InlineData("cases.2.coldStart.phases.spawn.count", "20")]
    [InlineData("cases.3.errorsByKind.connectionLost", "2")]
    [InlineData("cases.3.statusCodes.503", "1")]
    [InlineData("cases.3.latencyMicroseconds", null)]
    [InlineData("cases.4.status", "skipped")]
    [InlineData("settings.tracing", "true")]
    [InlineData("cases.0.hops", null)]
    [InlineData("cases.0.hopsMissingBecause", "the proxy does not say")]
    [InlineData("cases.1.hops.requests", "101")]
    [InlineData("cases.1.hops.endToEnd.max", "9000")]
    [InlineData("cases.1.hops.rows.0.name", "client-to-proxy")]
    [InlineData("cases.1.hops.rows.8.name", "unattributed")]
    [InlineData("cases.1.hops.rows.8.statistics.max", "-10")]
    [InlineData("cases.1.tracing.requests", "100")]
    [InlineData("cases.1.tracing.p50WithMicroseconds", "500")]
    [InlineData("cases.1.tracing.p50WithoutMicroseconds", "475")]
    [InlineData("cases.2.tracing", null)]
    [InlineData("comparisons.0.name", "uncached-to-cached-http")]
    [InlineData("warnings.0.kind", "debugBuild")]
    public void Keys_have_stable_names(string path, string? value) => Assert.Equal(value, At(path)?.ToString());

    [Theory]
    [InlineData("mean")]
    [InlineData("stddev")]
    [InlineData("min")]
    [InlineData("p10")]
    [InlineData("p25")]
    [InlineData("p50")]
    [InlineData("p75")]
    [InlineData("p90")]
    [InlineData("p95")]
    [InlineData("p99")]
    [InlineData("p999")]
    [InlineData("max")]
    public void Every_statistic_has_its_key(string key) =>
        Assert.Equal(JsonValueKind.Number, At($"cases.0.latencyMicroseconds.{key}")!.GetValueKind());

    [Fact]
    public void A_document_can_be_read_back()
    {
        var report = JsonSerializer.Deserialize(_document, JsonContext.Default.RunReport)!;
        Assert.Equal(JsonExporter.Serialize(SampleReport.Mixed), JsonExporter.Serialize(report));
    }

    [Fact]
    public void The_report_and_its_schema_are_written_and_nothing_else()
    {
        using TemporaryDirectory directory = new();
        var output = Path.Combine(directory.Path, "new", "results");

        var file = JsonExporter.Write(SampleReport.Mixed, output);
        JsonExporter.Write(SampleReport.Mixed, output);

        Assert.Equal(JsonExporter.Serialize(SampleReport.Mixed), File.ReadAllText(file));
        Assert.Equal(
            ["performance_results.json", "performance_results.schema.json"],
            Directory.EnumerateFileSystemEntries(output).Select(Path.GetFileName).Order());
    }

    [Fact]
    public void A_write_that_fails_leaves_no_temporary_file()
    {
        using TemporaryDirectory directory = new();
        Directory.CreateDirectory(Path.Combine(directory.Path, JsonExporter.FileName));
        Assert.ThrowsAny<SystemException>(() => AtomicFile.Write(Path.Combine(directory.Path, JsonExporter.FileName), "text"));
        Assert.Single(Directory.EnumerateFileSystemEntries(directory.Path));
    }

    private JsonNode? At(string path) => path.Split('.').Aggregate<string, JsonNode?>(
        _document,
        (node, key) => node is JsonArray array ? array[int.Parse(key, null)] : node!.AsObject()[key]);
}
