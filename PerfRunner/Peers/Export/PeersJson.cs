using System.Text.Json.Serialization;
using PerfRunner.Export;
using PerfRunner.Peers.Results;
using PerfRunner.Peers.Targets;
using PerfRunner.Results;

namespace PerfRunner.Peers.Export;

/// <summary>Writes peers.json and, beside it, the schema that it refers to.</summary>
internal static class PeersJson
{
    public const string FileName = "peers.json";
    public const string SchemaFileName = "peers.schema.json";

    /// <summary>Raised when a key is renamed, removed or changes its meaning; a new key does not raise it.</summary>
    public const int SchemaVersion = 1;

    /// <returns>The path of the report.</returns>
    public static string Write(PeersReport report, string directory) => JsonExporter.Write(Serialize(report), FileName, SchemaFileName, directory);

    public static string Serialize(PeersReport report) =>
        JsonExporter.Serialize(report, PeersJsonContext.Default.PeersReport, SchemaFileName, SchemaVersion);
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    WriteIndented = true,
    NewLine = "\n",
    Converters = [typeof(CamelCaseEnumConverter<RequestError>), typeof(CamelCaseEnumConverter<TargetUnit>), typeof(CamelCaseEnumConverter<TargetVerdict>)])]
[JsonSerializable(typeof(PeersReport))]
internal sealed partial class PeersJsonContext : JsonSerializerContext;
