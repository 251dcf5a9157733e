using System.Buffers;
using System.Diagnostics;
using System.Text.Encodings.Web;
using System.Text.Json;
using LocalLambdas.Messages;

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
        foreach (var (name, value) in request.HeadersWithin(span)) WriteHeader(json, name, value);
        json.WriteEndArray();
        json.WriteBase64String(Body, request.Body.Held.Span);
        json.WriteEndObject();
    }

    private static void WriteHeader(Utf8JsonWriter json, string name, string value)
    {
        json.WriteStartArray();
        json.WriteStringValue(name);
        json.WriteStringValue(ObsText.ToText(value));
        json.WriteEndArray();
    }
}
