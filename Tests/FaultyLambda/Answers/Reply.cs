using System.Text.Json;

namespace FaultyLambda.Answers;

/// <summary>A right answer, before a protocol makes bytes of it.</summary>
/// <param name="Spans">The JSON of the spans that go with it; null for none.</param>
internal sealed record Reply(int Status, IReadOnlyList<KeyValuePair<string, string>> Headers, byte[] Body, string? Spans = null)
{
    /// <summary>What an envelope says, for a protocol that has none.</summary>
    public static Reply Parse(string envelope)
    {
        using var document = JsonDocument.Parse(envelope);
        var root = document.RootElement;
        return new(
            root.GetProperty("status").GetInt32(),
            root.TryGetProperty("headers", out var headers) ? [.. headers.EnumerateObject().SelectMany(Values)] : [],
            root.TryGetProperty("body", out var body) ? body.GetBytesFromBase64() : [],
            root.TryGetProperty("spans", out var spans) ? spans.GetRawText() : null);
    }

    private static IEnumerable<KeyValuePair<string, string>> Values(JsonProperty header) => header.Value.ValueKind is JsonValueKind.Array
        ? header.Value.EnumerateArray().Select(value => KeyValuePair.Create(header.Name, value.GetString()!))
        : [KeyValuePair.Create(header.Name, header.Value.GetString()!)];
}
