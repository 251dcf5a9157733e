using System.Text.Json.Serialization;
using PerfRunner.Export;
using PerfRunner.Growth.Results;
using PerfRunner.Peers.Targets;

namespace PerfRunner.Growth.Export;

/// <summary>Writes growth.json and, beside it, the schema that it refers to.</summary>
internal static class GrowthJson
{
    public const string FileName = "growth.json";
    public const string SchemaFileName = "growth.schema.json";

    /// <summary>Raised when a key is renamed, removed or changes its meaning; a new key does not raise it.</summary>
    public const int SchemaVersion = 1;

    /// <returns>The path of the report.</returns>
    public static string Write(GrowthReport report, string directory) => JsonExporter.Write(Serialize(report), FileName, SchemaFileName, directory);

    public static string Serialize(GrowthReport report) =>
        JsonExporter.Serialize(report, GrowthJsonContext.Default.GrowthReport, SchemaFileName, SchemaVersion);
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    WriteIndented = true,
    NewLine = "\n",
    Converters = [typeof(CamelCaseEnumConverter<BodyDirection>), typeof(CamelCaseEnumConverter<TargetUnit>), typeof(CamelCaseEnumConverter<TargetVerdict>)])]
[JsonSerializable(typeof(GrowthReport))]
internal sealed partial class GrowthJsonContext : JsonSerializerContext;
