using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using System.Text.RegularExpressions;
using PerfRunner.Results;

namespace PerfRunner.Export;

/// <summary>The circumstances of a run: every setting, and the machine.</summary>
internal static partial class MarkdownContext
{
    /// <summary>From the JSON form, so that a new setting cannot be forgotten here.</summary>
    public static TextTable Settings<T>(T settings, JsonTypeInfo<T> type)
    {
        TextTable table = new(2, "setting", "value");
        foreach (var (key, value) in JsonSerializer.SerializeToNode(settings, type)!.AsObject())
        {
            table.Add(Words(key), Text(value));
        }

        return table;
    }

    public static TextTable Environment(EnvironmentInfo environment)
    {
        TextTable table = new(2, "fact", "value");
        table.Add("machine", environment.Machine);
        table.Add("processor", environment.Processor);
        table.Add("logical processors", Units.Count(environment.LogicalProcessors));
        table.Add("memory", Units.Bytes(environment.MemoryBytes));
        table.Add("operating system", environment.OperatingSystem);
        table.Add("architecture", environment.Architecture);
        table.Add("runtime", environment.Runtime);
        table.Add("version of the proxy", environment.ProxyVersion ?? Units.NotAvailable);
        table.Add("load average before the run", environment.LoadAverage is { } load ? Units.Number(load) : Units.NotAvailable);
        return table;
    }

    private static string Text(JsonNode? value) => value switch
    {
        null => Units.NotAvailable,
        JsonArray { Count: 0 } => "none",
        JsonArray array => string.Join(", ", array.Select(Text)),
        JsonValue single when single.GetValueKind() == JsonValueKind.Number => single.ToJsonString(),
        _ => value.ToString(),
    };

    private static string Words(string camelCase) => WordStart().Replace(camelCase, match => $" {match.Value.ToLowerInvariant()}");

    [GeneratedRegex("[A-Z]")]
    private static partial Regex WordStart();
}
