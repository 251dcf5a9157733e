using System.Text.Json.Nodes;
using NJsonSchema;
using PerfRunner.Export;
using PerfRunner.Peers.Export;
using PerfRunner.Peers.Results;
using PerfRunner.Peers.Targets;
using PerfRunner.Results;
using PerfRunner.Tests.Export;

namespace PerfRunner.Tests.Peers.Export;

public sealed class PeersSchemaTests
{
    private static readonly PeersReport Report = SamplePeersReport.Of(new LeftOut("haproxy", "haproxy is not installed"));

    [Fact]
    public async Task Every_key_is_required_and_no_other_is_allowed() =>
        SchemaAssert.EveryKeyIsRequired(await Schema(), Document(Report), "errorsByKind");

    [Fact]
    public async Task A_report_of_nothing_is_valid() => Assert.Empty((await Schema()).Validate(
        PeersJson.Serialize(Report with { Cases = [], Cold = [], LeftOut = [], Participants = [], Services = [], Comparisons = [], Targets = [] })));

    [Fact]
    public async Task Every_kind_of_error_unit_and_verdict_is_known_to_the_schema()
    {
        ColdRow cold = Report.Cold[0] with { ErrorsByKind = Enum.GetValues<RequestError>().ToDictionary(kind => kind, _ => 1L) };
        IReadOnlyList<TargetResult> targets =
        [
            .. from unit in Enum.GetValues<TargetUnit>()
               from value in (double?[])[null, 1, 2]
               select new TargetResult("name", "means", unit, IsAtLeast: true, 2, value),
        ];

        Assert.Equal(Enum.GetValues<TargetVerdict>().Order(), targets.Select(target => target.Verdict).Distinct().Order());
        Assert.Empty((await Schema()).Validate(PeersJson.Serialize(Report with { Cold = [cold], Targets = targets })));
    }

    [Theory]
    [InlineData("schemaVersion", "2")]
    [InlineData("startedAt", "\"yesterday\"")]
    [InlineData("settings.cases", "[\"warm\"]")]
    [InlineData("settings.pipeConnections", "[0]")]
    [InlineData("settings.services", "\"AOT\"")]
    [InlineData("comparisons.0.value", "null")]
    [InlineData("cases.0.name", "\"cold\"")]
    [InlineData("cases.0.points.0.rows.0.rateRatio", "\"1\"")]
    [InlineData("cases.0.points.0.rows.0.lowestRateRatio", "0")]
    [InlineData("cases.0.points.0.rows.0.errors", "-1")]
    [InlineData("cold.0.flavor", "\"JIT\"")]
    [InlineData("services.0.residentBytes", "-1")]
    [InlineData("services.0.flavor", "\"native\"")]
    [InlineData("targets.0.verdict", "\"Reached\"")]
    [InlineData("targets.0.unit", "\"apples\"")]
    [InlineData("targets.0.isClear", "null")]
    public async Task A_wrong_value_is_refused(string path, string value)
    {
        JsonObject document = Document(Report);
        SchemaAssert.Set(document, path, value);

        Assert.NotEmpty((await Schema()).Validate(document.ToJsonString()));
    }

    private static Task<JsonSchema> Schema() =>
        JsonSchema.FromJsonAsync(EmbeddedText.Read(PeersJson.SchemaFileName), TestContext.Current.CancellationToken);

    private static JsonObject Document(PeersReport report) => JsonNode.Parse(PeersJson.Serialize(report))!.AsObject();
}
