using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using LambdaRuntime;

namespace DemoService;

/// <summary>What both services answer, so that a difference between them is never one of the answer.</summary>
internal sealed class DemoAnswer(string service, string communication)
{
    private const int MaxBytes = 64 * 1024 * 1024;

    public LambdaResponse To(LambdaRequest request)
    {
        if (!TryReadNumber(request, "bytes", MaxBytes, out var bytes))
            return BadNumber("bytes", MaxBytes);
        if (!TryReadNumber(request, "max-age", int.MaxValue, out var maxAge))
            return BadNumber("max-age", int.MaxValue);

        var response = LambdaResponse.Json(Padding.Apply(Describe(request), bytes ?? 0));
        if (maxAge is { } seconds)
            response.Headers.Add("Cache-Control", string.Create(CultureInfo.InvariantCulture, $"max-age={seconds}"));
        return response;
    }

    private ReadOnlyMemory<byte> Describe(LambdaRequest request)
    {
        var json = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(json, JsonText.WriterOptions))
        {
            writer.WriteStartObject();
            writer.WriteString("service"u8, service);
            writer.WriteString("communication"u8, communication);
            writer.WriteNumber("timestamp"u8, DateTimeOffset.UtcNow.ToUnixTimeMilliseconds());
            writer.WriteStartObject("request"u8);
            writer.WriteString("method"u8, request.Method);
            writer.WriteString("uri"u8, request.Uri);
            if (!request.Body.IsEmpty)
                WriteBody(writer, request.Body.Span);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        return json.WrittenMemory;
    }

    private static void WriteBody(Utf8JsonWriter writer, ReadOnlySpan<byte> body)
    {
        writer.WriteNumber("bodyBytes"u8, body.Length);
        writer.WriteString("bodySha256"u8, Convert.ToHexStringLower(SHA256.HashData(body)));
    }

    private static bool TryReadNumber(LambdaRequest request, string name, int max, out int? number)
    {
        number = null;
        if (request.Query(name) is not { } text)
            return true;
        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) || value > max)
            return false;
        number = value;
        return true;
    }

    private static LambdaResponse BadNumber(string name, int max) =>
        LambdaResponse.Problem(400, "Bad query parameter", $"'{name}' must be a whole number from 0 to {max}.");
}
