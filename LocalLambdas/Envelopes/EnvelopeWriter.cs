using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

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

    public static void Write(IBufferWriter<byte> output, LambdaRequest request)
    {
        using var json = new Utf8JsonWriter(output, Options);
        json.WriteStartObject();
        json.WriteString(Method, request.Method);
        json.WriteString(Uri, request.Uri);
        json.WriteStartArray(Headers);
        foreach (var header in request.Headers)
        {
            foreach (var value in header.Value)
            {
                json.WriteStartArray();
                json.WriteStringValue(header.Key);
                json.WriteStringValue(value);
                json.WriteEndArray();
            }
        }

        json.WriteEndArray();
        json.WriteBase64String(Body, request.Body.Span);
        json.WriteEndObject();
    }
}
