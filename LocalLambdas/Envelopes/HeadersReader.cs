using System.Text.Json;
using LocalLambdas.Messages;

namespace LocalLambdas.Envelopes;

/// <summary>Reads the headers of a response envelope, and refuses what HTTP does not allow in a header.</summary>
internal static class HeadersReader
{
    public static EnvelopeError Read(ref Utf8JsonReader reader, out IReadOnlyList<KeyValuePair<string, string>> headers)
    {
        var list = new List<KeyValuePair<string, string>>();
        headers = list;
        if (reader.TokenType is not JsonTokenType.StartObject) return EnvelopeError.HeadersMalformed;
        while (true)
        {
            if (!reader.Read()) return EnvelopeError.Truncated;
            if (reader.TokenType is JsonTokenType.EndObject) return EnvelopeError.None;

            var name = reader.GetString()!;
            if (!HeaderSyntax.IsName(name)) return EnvelopeError.HeaderIllegal;
            if (!reader.Read()) return EnvelopeError.Truncated;
            var error = reader.TokenType is JsonTokenType.StartArray ? ReadValues(ref reader, name, list) : AddValue(ref reader, name, list);
            if (error is not EnvelopeError.None) return error;
        }
    }

    private static EnvelopeError ReadValues(ref Utf8JsonReader reader, string name, List<KeyValuePair<string, string>> list)
    {
        while (true)
        {
            if (!reader.Read()) return EnvelopeError.Truncated;
            if (reader.TokenType is JsonTokenType.EndArray) return EnvelopeError.None;
            var error = AddValue(ref reader, name, list);
            if (error is not EnvelopeError.None) return error;
        }
    }

    private static EnvelopeError AddValue(ref Utf8JsonReader reader, string name, List<KeyValuePair<string, string>> list)
    {
        if (reader.TokenType is not JsonTokenType.String) return EnvelopeError.HeadersMalformed;
        var value = reader.GetString()!;
        if (!HeaderSyntax.IsValue(value)) return EnvelopeError.HeaderIllegal;
        list.Add(new(name, value));
        return EnvelopeError.None;
    }
}
