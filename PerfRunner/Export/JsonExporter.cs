using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using PerfRunner.Results;

namespace PerfRunner.Export;

/// <summary>Writes performance_results.json and, beside it, the schema that it refers to.</summary>
internal static class JsonExporter
{
    public const string FileName = "performance_results.json";
    public const string SchemaFileName = "performance_results.schema.json";

    /// <summary>Raised when a key is renamed, removed or changes its meaning; a new key does not raise it.</summary>
    public const int SchemaVersion = 1;

    /// <returns>The path of the report.</returns>
    public static string Write(RunReport report, string directory) => Write(Serialize(report), FileName, SchemaFileName, directory);

    /// <summary>Writes any report and the schema that it refers to.</summary>
    /// <returns>The path of the report.</returns>
    public static string Write(string report, string fileName, string schemaFileName, string directory)
    {
        var file = Path.Combine(directory, fileName);
        AtomicFile.Write(Path.Combine(directory, schemaFileName), EmbeddedText.Read(schemaFileName));
        AtomicFile.Write(file, report);
        return file;
    }

    public static string Serialize(RunReport report) => Serialize(report, JsonContext.Default.RunReport, SchemaFileName, SchemaVersion);

    public static string Serialize<T>(T report, JsonTypeInfo<T> type, string schemaFileName, int schemaVersion)
    {
        var document = JsonSerializer.SerializeToNode(report, type)!.AsObject();
        document.Insert(0, "$schema", $"./{schemaFileName}");
        document.Insert(1, "schemaVersion", schemaVersion);
        return document.ToJsonString(type.Options) + "\n";
    }

    public static string ReadSchema() => EmbeddedText.Read(SchemaFileName);
}
