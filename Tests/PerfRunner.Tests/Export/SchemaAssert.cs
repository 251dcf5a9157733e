using System.Text.Json.Nodes;
using NJsonSchema;

namespace PerfRunner.Tests.Export;

/// <summary>What holds for the schema of every report.</summary>
internal static class SchemaAssert
{
    /// <summary>Every key is required, and no other is allowed.</summary>
    /// <param name="dictionaries">Keys of these objects are data: any may be missing.</param>
    public static void EveryKeyIsRequired(JsonSchema schema, JsonObject document, params IReadOnlyList<string> dictionaries)
    {
        Assert.All(Objects(document).ToList(), node =>
        {
            foreach (var (key, value) in node.ToList())
            {
                if (node.Parent is JsonObject && dictionaries.Contains(node.GetPropertyName())) continue;
                node.Remove(key);
                Assert.True(schema.Validate(document.ToJsonString()).Count > 0, $"{node.GetPath()} is valid without {key}.");
                node.Add(key, value);
            }

            node.Add("unknown", 1);
            Assert.True(schema.Validate(document.ToJsonString()).Count > 0, $"{node.GetPath()} is valid with an unknown key.");
            node.Remove("unknown");
        });
        Assert.Empty(schema.Validate(document.ToJsonString()));
    }

    /// <param name="path">Keys and indices, separated by points.</param>
    public static void Set(JsonObject document, string path, string value)
    {
        var keys = path.Split('.');
        var parent = keys[..^1].Aggregate<string, JsonNode>(
            document,
            (node, key) => node is JsonArray array ? array[int.Parse(key, null)]! : node[key]!);
        parent[keys[^1]] = JsonNode.Parse(value);
    }

    private static IEnumerable<JsonObject> Objects(JsonNode? node) => node switch
    {
        JsonObject inner => inner.SelectMany(pair => Objects(pair.Value)).Prepend(inner),
        JsonArray array => array.Take(2).SelectMany(Objects),
        _ => [],
    };
}
