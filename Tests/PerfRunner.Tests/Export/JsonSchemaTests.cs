using System.Text.Json.Nodes;
using NJsonSchema;
using PerfRunner.Export;
using PerfRunner.Results;

namespace PerfRunner.Tests.Export;

public sealed class JsonSchemaTests
{
    // Keys of these objects are data: any may be missing.
    private static readonly string[] Dictionaries = ["errorsByKind", "statusCodes"];

    public static TheoryData<string> Reports => ["mixed", "all skipped", "all errors", "one sample", "nothing"];

    [Theory]
    [MemberData(nameof(Reports))]
    public async Task Reports_are_valid(string which)
    {
        var report = which switch
        {
            "all skipped" => SampleReport.Of([.. Enumerable.Range(1, 5).Select(SampleCases.Skipped)]),
            "all errors" => SampleReport.Of([.. Enumerable.Range(1, 5).Select(SampleCases.AllErrors)]),
            "one sample" => SampleReport.Of(SampleCases.Measured(2, [5]), SampleCases.Cold(3, [50])),
            "nothing" => SampleReport.Of(),
            _ => SampleReport.Mixed,
        };
        Assert.Empty((await Schema()).Validate(JsonExporter.Serialize(report)));
    }

    [Fact]
    public async Task Every_kind_of_error_and_warning_is_known_to_the_schema()
    {
        var report = SampleReport.Of(SampleCases.AllErrors(1) with
        {
            ErrorsByKind = Enum.GetValues<RequestError>().ToDictionary(kind => kind, _ => 1),
        }) with
        {
            Warnings = [.. Enum.GetValues<WarningKind>().Select(kind => new Warning(kind, 1, "text"))],
        };
        Assert.Empty((await Schema()).Validate(JsonExporter.Serialize(report)));
    }

    [Theory]
    [InlineData("cases.0.id", "7")]
    [InlineData("cases.0.name", "\"fast\"")]
    [InlineData("cases.0.status", "\"Measured\"")]
    [InlineData("cases.0.requests", "-1")]
    [InlineData("cases.0.latencyMicroseconds", "{}")]
    [InlineData("cases.0.latencyMicroseconds.p50", "\"80\"")]
    [InlineData("cases.0.latencyMicroseconds.p50", "null")]
    [InlineData("cases.1.hops.rows.0.name", "\"nap\"")]
    [InlineData("cases.1.tracing.ratio", "0")]
    [InlineData("cases.5.spareStart.starts.0.takenAt", "null")]
    [InlineData("settings.tracing", "null")]
    [InlineData("settings.flavors", "[\"native\"]")]
    [InlineData("flavors.programs.0.flavor", "\"R2R\"")]
    [InlineData("flavors.programs.0.sizeBytes", "-1")]
    [InlineData("flavors.webServer.0.of", "\"tcp\"")]
    [InlineData("controls.loads.0.controls.0.name", "\"json-tcp\"")]
    [InlineData("controls.loads.0.controls.0.ratioToHttpTcp", "0")]
    [InlineData("controls.loads.0.effects.0.name", "\"weather\"")]
    [InlineData("cases.0.statusCodes", "{\"ok\":1}")]
    [InlineData("cases.0.errorsByKind", "{\"other\":1}")]
    [InlineData("comparisons.0.ratio", "0")]
    [InlineData("settings.cases", "[7]")]
    [InlineData("startedAt", "\"yesterday\"")]
    [InlineData("schemaVersion", "2")]
    public async Task A_wrong_value_is_refused(string path, string value)
    {
        var document = Document();
        SchemaAssert.Set(document, path, value);
        Assert.NotEmpty((await Schema()).Validate(document.ToJsonString()));
    }

    [Fact]
    public async Task Every_key_is_required_and_no_other_is_allowed()
    {
        SchemaAssert.EveryKeyIsRequired(await Schema(), Document(), Dictionaries);
    }

    private static Task<JsonSchema> Schema() =>
        JsonSchema.FromJsonAsync(JsonExporter.ReadSchema(), TestContext.Current.CancellationToken);

    private static JsonObject Document() => JsonNode.Parse(JsonExporter.Serialize(SampleReport.Mixed))!.AsObject();
}
