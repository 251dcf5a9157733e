using System.Buffers;
using System.Buffers.Text;
using System.Text.Json;

namespace LambdaRuntime;

/// <summary>One pass over a request envelope.</summary>
internal ref struct EnvelopeReader
{
    private Utf8JsonReader _json;
    private string? _method;
    private string? _uri;
    private LambdaHeaders? _headers;
    private byte[]? _body;

    public static EnvelopeError Read(ReadOnlySpan<byte> envelope, out LambdaRequest? request)
    {
        request = null;
        if (envelope.StartsWith("\uFEFF"u8))
            envelope = envelope[3..];
        if (envelope.IsEmpty)
            return EnvelopeError.Empty;

        // Not the final block: so the end of the data is told apart from an error in it
        var reader = new EnvelopeReader { _json = new Utf8JsonReader(envelope, isFinalBlock: false, state: default) };
        try
        {
            var error = reader.ReadObject();
            if (error != EnvelopeError.None)
                return error;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: the reader leaves the check of a string's encoding to whoever asks for it
            return EnvelopeError.InvalidJson;
        }

        foreach (var rest in envelope[(int)reader._json.BytesConsumed..])
            if (rest is not ((byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n'))
                return EnvelopeError.TrailingData;
        if (reader._method is null || reader._uri is null)
            return EnvelopeError.MissingMember;
        request = new LambdaRequest
        {
            Method = reader._method,
            Uri = reader._uri,
            Headers = reader._headers ?? new(),
            Body = reader._body,
        };
        return EnvelopeError.None;
    }

    private EnvelopeError ReadObject()
    {
        if (!_json.Read())
            return EnvelopeError.Truncated;
        if (_json.TokenType != JsonTokenType.StartObject)
            return EnvelopeError.WrongType;
        while (_json.Read())
        {
            if (_json.TokenType == JsonTokenType.EndObject)
                return EnvelopeError.None;
            var error = ReadMember();
            if (error != EnvelopeError.None)
                return error;
        }

        return EnvelopeError.Truncated;
    }

    private EnvelopeError ReadMember()
    {
        if (_json.ValueTextEquals("method"u8))
            return ReadString(out _method);
        if (_json.ValueTextEquals("uri"u8))
            return ReadString(out _uri);
        if (_json.ValueTextEquals("headers"u8))
            return ReadHeaders();
        if (_json.ValueTextEquals("body"u8))
            return ReadBody();
        return _json.TrySkip() ? EnvelopeError.None : EnvelopeError.Truncated;
    }

    private EnvelopeError ReadString(out string? value)
    {
        value = null;
        if (!_json.Read())
            return EnvelopeError.Truncated;
        if (_json.TokenType != JsonTokenType.String)
            return EnvelopeError.WrongType;
        value = _json.GetString();
        return EnvelopeError.None;
    }

    private EnvelopeError ReadHeaders()
    {
        if (!_json.Read())
            return EnvelopeError.Truncated;
        if (_json.TokenType == JsonTokenType.Null)
            return EnvelopeError.None;
        if (_json.TokenType != JsonTokenType.StartArray)
            return EnvelopeError.WrongType;
        _headers = new();
        while (_json.Read())
        {
            if (_json.TokenType == JsonTokenType.EndArray)
                return EnvelopeError.None;
            if (_json.TokenType != JsonTokenType.StartArray)
                return EnvelopeError.WrongType;
            var error = ReadString(out var name);
            if (error == EnvelopeError.None)
                error = ReadString(out var value) is var second and not EnvelopeError.None ? second : Add(name!, value!);
            if (error != EnvelopeError.None)
                return error;
        }

        return EnvelopeError.Truncated;
    }

    private EnvelopeError Add(string name, string value)
    {
        if (!_json.Read())
            return EnvelopeError.Truncated;
        if (_json.TokenType != JsonTokenType.EndArray)
            return EnvelopeError.WrongType;
        _headers!.Add(name, value);
        return EnvelopeError.None;
    }

    private EnvelopeError ReadBody()
    {
        if (!_json.Read())
            return EnvelopeError.Truncated;
        if (_json.TokenType == JsonTokenType.Null)
            return EnvelopeError.None;
        if (_json.TokenType != JsonTokenType.String)
            return EnvelopeError.WrongType;

        // Base64 needs no escapes, though some writers write its slashes with one
        if (_json.ValueIsEscaped)
            return _json.TryGetBytesFromBase64(out _body) ? EnvelopeError.None : EnvelopeError.InvalidBase64;

        var text = _json.ValueSpan;
        if (text.IsEmpty)
            return EnvelopeError.None;
        if (text.Length % 4 != 0)
            return EnvelopeError.InvalidBase64;
        var padding = text.EndsWith("=="u8) ? 2 : text.EndsWith("="u8) ? 1 : 0;
        var body = GC.AllocateUninitializedArray<byte>(Base64.GetMaxDecodedFromUtf8Length(text.Length) - padding);
        if (Base64.DecodeFromUtf8(text, body, out _, out var written) != OperationStatus.Done || written != body.Length)
            return EnvelopeError.InvalidBase64;
        _body = body;
        return EnvelopeError.None;
    }
}
