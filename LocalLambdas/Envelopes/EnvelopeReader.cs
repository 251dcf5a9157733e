using System.Text.Json;
using LocalLambdas.Messages;

namespace LocalLambdas.Envelopes;

/// <summary>
/// Reads the response envelope: <c>{"status","headers":{name: value or [values]},"body":base64}</c>, and what else is in it when that is wanted.
/// </summary>
internal static class EnvelopeReader
{
    private static readonly KeyValuePair<string, string>[] NoHeaders = [];

    public static EnvelopeError Read(ReadOnlySpan<byte> utf8, out LambdaResponse? response) => Read(utf8, null, out response);

    public static EnvelopeError Read(ReadOnlySpan<byte> utf8, EnvelopeExtras? extras, out LambdaResponse? response)
    {
        response = null;

        // Writers such as .NET's StreamWriter(stream, Encoding.UTF8) begin with a byte-order mark, which JSON parsers may ignore (RFC 8259, 8.1).
        if (utf8.StartsWith("\uFEFF"u8)) utf8 = utf8[3..];
        if (utf8.IsEmpty) return EnvelopeError.Empty;

        // "Not the final block" makes the reader return false where the JSON is cut off, and throw only where it is wrong.
        var reader = new Utf8JsonReader(utf8, isFinalBlock: false, state: default);
        try
        {
            var error = ReadObject(ref reader, utf8, extras, out response);
            if (error is EnvelopeError.None && !IsWhiteSpace(utf8[(int)reader.BytesConsumed..])) error = EnvelopeError.TrailingBytes;
            if (error is not EnvelopeError.None) response = null;
            return error;
        }
        catch (JsonException)
        {
            response = null;
            return EnvelopeError.NotJson;
        }
        catch (InvalidOperationException)
        {
            // A string that is not UTF-8, or half a surrogate pair.
            response = null;
            return EnvelopeError.NotJson;
        }
    }

    private static EnvelopeError ReadObject(ref Utf8JsonReader reader, ReadOnlySpan<byte> utf8, EnvelopeExtras? extras, out LambdaResponse? response)
    {
        response = null;
        int? status = null;
        IReadOnlyList<KeyValuePair<string, string>> headers = NoHeaders;
        byte[] body = [];

        if (!reader.Read()) return EnvelopeError.Truncated;
        if (reader.TokenType is not JsonTokenType.StartObject) return EnvelopeError.NotAnObject;
        while (true)
        {
            if (!reader.Read()) return EnvelopeError.Truncated;
            if (reader.TokenType is JsonTokenType.EndObject) break;

            var property = PropertyOf(ref reader);
            if (!reader.Read()) return EnvelopeError.Truncated;
            switch (property)
            {
                case Property.Status:
                    if (reader.TokenType is not JsonTokenType.Number || !reader.TryGetInt32(out var number)) return EnvelopeError.StatusNotAnInteger;
                    if (number is < 200 or > 599) return EnvelopeError.StatusOutOfRange;
                    status = number;
                    break;
                case Property.Headers when reader.TokenType is not JsonTokenType.Null:
                    var error = HeadersReader.Read(ref reader, out headers);
                    if (error is not EnvelopeError.None) return error;
                    break;
                case Property.Body when reader.TokenType is not JsonTokenType.Null:
                    if (reader.TokenType is not JsonTokenType.String || !reader.TryGetBytesFromBase64(out body!)) return EnvelopeError.BodyNotBase64;
                    break;
                default:
                    var begin = (int)reader.TokenStartIndex;
                    if (!reader.TrySkip()) return EnvelopeError.Truncated;
                    var json = utf8[begin..(int)reader.BytesConsumed];
                    if (property is Property.Spans) extras?.TakeSpans(json);
                    if (property is Property.Startup) extras?.TakeStartup(json);
                    break;
            }
        }

        if (status is null) return EnvelopeError.StatusMissing;
        response = new LambdaResponse(status.Value, headers, body);
        return EnvelopeError.None;
    }

    private static Property PropertyOf(ref Utf8JsonReader reader) =>
        reader.ValueTextEquals("status"u8) ? Property.Status :
        reader.ValueTextEquals("headers"u8) ? Property.Headers :
        reader.ValueTextEquals("body"u8) ? Property.Body :
        reader.ValueTextEquals("spans"u8) ? Property.Spans :
        reader.ValueTextEquals("startup"u8) ? Property.Startup :
        Property.Unknown;

    private static bool IsWhiteSpace(ReadOnlySpan<byte> rest) => !rest.ContainsAnyExcept(" \t\r\n"u8);

    private enum Property
    {
        Unknown,
        Status,
        Headers,
        Body,
        Spans,
        Startup,
    }
}
