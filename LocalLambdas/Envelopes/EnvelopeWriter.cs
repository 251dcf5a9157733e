using System.Buffers;
using System.Diagnostics;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.Net.Http.Headers;

namespace LocalLambdas.Envelopes;

/// <summary>Writes the request envelope: <c>{"method","uri","headers":[[name,value],…],"body":base64}</c>.</summary>
internal static class EnvelopeWriter
{
    private static readonly JsonEncodedText Method = JsonEncodedText.Encode("method");
    private static readonly JsonEncodedText Uri = JsonEncodedText.Encode("uri");
    private static readonly JsonEncodedText Headers = JsonEncodedText.Encode("headers");
    private static readonly JsonEncodedText Body = JsonEncodedText.Encode("body");

    // The envelope is never put into a web page, so only what JSON itself requires is escaped. Validation is the tests' work.
    private static readonly JsonWriterOptions Options = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    /// <param name="span">The span that the service is to continue instead of the client's; null: the client's headers stay as they are.</param>
    public static void Write(IBufferWriter<byte> output, LambdaRequest request, Activity? span = null)
    {
        using var json = new Utf8JsonWriter(output, Options);
        json.WriteStartObject();
        json.WriteString(Method, request.Method);
        json.WriteString(Uri, request.Uri);
        json.WriteStartArray(Headers);
        foreach (var header in request.Headers)
        {
            if (span is not null && IsTraceContext(header.Key)) continue;
            if (IsReplaced(request.OwnHeaders, header.Key)) continue;
            foreach (var value in header.Value) WriteHeader(json, header.Key, value);
        }

        foreach (var (name, value) in request.OwnHeaders) WriteHeader(json, name, value);

        if (span is not null) WriteTraceContext(json, span);
        json.WriteEndArray();
        json.WriteBase64String(Body, request.Body.Span);
        json.WriteEndObject();
    }

    private static void WriteTraceContext(Utf8JsonWriter json, Activity span)
    {
        WriteHeader(json, HeaderNames.TraceParent, span.Id);
        if (span.TraceStateString is { Length: > 0 } state) WriteHeader(json, HeaderNames.TraceState, state);
    }

    private static void WriteHeader(Utf8JsonWriter json, string name, string? value)
    {
        json.WriteStartArray();
        json.WriteStringValue(name);
        json.WriteStringValue(value);
        json.WriteEndArray();
    }

    private static bool IsReplaced(IReadOnlyList<KeyValuePair<string, string>> own, string name)
    {
        for (var i = 0; i < own.Count; i++)
        {
            if (name.Equals(own[i].Key, StringComparison.OrdinalIgnoreCase)) return true;
        }

        return false;
    }

    private static bool IsTraceContext(string name) =>
        name.Equals(HeaderNames.TraceParent, StringComparison.OrdinalIgnoreCase) || name.Equals(HeaderNames.TraceState, StringComparison.OrdinalIgnoreCase);
}
