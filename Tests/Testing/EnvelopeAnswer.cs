using System.Text.Json.Nodes;

namespace Testing;

/// <summary>A response envelope, read by another reader than the product's.</summary>
public sealed record EnvelopeAnswer(int Status, JsonObject Headers, byte[] Body)
{
    public JsonObject Json => JsonNode.Parse(Body)!.AsObject();

    public static EnvelopeAnswer Read(ReadOnlySpan<byte> envelope)
    {
        var json = JsonNode.Parse(envelope)!;
        return new((int)json["status"]!, json["headers"]!.AsObject(), Convert.FromBase64String((string)json["body"]!));
    }
}
