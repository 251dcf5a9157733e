using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace LambdaRuntime;

/// <summary>The JSON form of requests and responses, the same over a pipe and over HTTP.</summary>
public static class Envelope
{
    /// <summary>The longest request envelope that is read, in bytes.</summary>
    public const int MaxLength = 256 * 1024 * 1024;

    /// <summary>Reads a complete request envelope. A byte-order mark before it and white space around it are accepted.</summary>
    /// <param name="envelope">It may be overwritten afterwards: the request keeps no reference to it.</param>
    public static bool TryReadRequest(
        ReadOnlySpan<byte> envelope, [NotNullWhen(true)] out LambdaRequest? request, out EnvelopeError error)
    {
        error = EnvelopeReader.Read(envelope, out request);
        return request is not null;
    }

    /// <summary>Writes a response envelope, without a byte-order mark.</summary>
    /// <param name="response">With all of its body held: <see cref="LambdaResponse.HoldAsync"/>.</param>
    public static void WriteResponse(IBufferWriter<byte> output, LambdaResponse response) => WriteAnswer(output, response, null, isOwn: false);

    /// <param name="observation">What the request asked to be told.</param>
    /// <param name="isOwn">An answer of this process, which may tell of its start.</param>
    internal static void WriteAnswer(IBufferWriter<byte> output, LambdaResponse response, Observation? observation, bool isOwn = true)
    {
        if (observation is not null)
        {
            response = observation.Time(response);
            observation.End(response.Status);
        }

        using var writer = new Utf8JsonWriter(output, JsonText.WriterOptions);
        writer.WriteStartObject();
        writer.WriteNumber("status"u8, response.Status);
        writer.WriteStartObject("headers"u8);
        WriteHeaders(writer, response.Headers);
        writer.WriteEndObject();
        writer.WriteBase64String("body"u8, response.Body.Span);
        if (isOwn)
            LambdaStartup.Tell(writer);
        if (observation is { HasSpans: true })
        {
            writer.WritePropertyName("spans"u8);
            observation.WriteSpans(writer);
        }

        writer.WriteEndObject();
    }

    private static void WriteHeaders(Utf8JsonWriter writer, LambdaHeaders headers)
    {
        for (var index = 0; index < headers.Count; index++)
        {
            var (name, value) = headers[index];
            if (headers.IndexOf(name, 0) < index)
                continue;
            var next = headers.IndexOf(name, index + 1);
            if (next < 0)
            {
                writer.WriteString(name, value);
                continue;
            }

            writer.WriteStartArray(name);
            writer.WriteStringValue(value);
            for (; next >= 0; next = headers.IndexOf(name, next + 1))
                writer.WriteStringValue(headers[next].Value);
            writer.WriteEndArray();
        }
    }
}
