using System.Buffers;
using System.Globalization;
using System.Text.Json;
using LambdaRuntime;

namespace DemoService;

/// <summary>What both services answer, so that a difference between them is never one of the answer.</summary>
internal sealed class DemoAnswer(string service, string communication)
{
    private const int MaxBytes = 64 * 1024 * 1024;

    // One frame of data: what is longer is written while it is sent
    private const int MaxHeldBytes = 64 * 1024;

    /// <summary>Its body is read while it comes. Without one the answer is there at once: nothing of what is asynchronous is even compiled.</summary>
    public ValueTask<LambdaResponse> AnswerAsync(LambdaRequest request) => request.HasBody ? AfterBodyAsync(request) : ValueTask.FromResult(Answer(request, null));

    private async ValueTask<LambdaResponse> AfterBodyAsync(LambdaRequest request) =>
        TryReadNumber(request, "hash", 1, out var hash)
            ? Answer(request, await ReceivedBody.ReadAsync(request.BodyStream, isHashed: hash is not 0).ConfigureAwait(false))
            : BadNumber("hash", 1);

    private LambdaResponse Answer(LambdaRequest request, ReceivedBody? body)
    {
        if (!TryReadNumber(request, "bytes", MaxBytes, out var bytes))
            return BadNumber("bytes", MaxBytes);
        if (!TryReadNumber(request, "max-age", int.MaxValue, out var maxAge))
            return BadNumber("max-age", int.MaxValue);

        var response = bytes is 0 ? LambdaResponse.Json(ReadOnlyMemory<byte>.Empty) : Padded(Describe(request, body), bytes ?? 0);
        if (maxAge is { } seconds)
            response.Headers.Add("Cache-Control", string.Create(CultureInfo.InvariantCulture, $"max-age={seconds}"));
        return response;
    }

    private static LambdaResponse Padded(ReadOnlyMemory<byte> json, int bytes) =>
        bytes > MaxHeldBytes && Padding.HasRoom(json, bytes) ? Streamed(json, bytes) : LambdaResponse.Json(Padding.Apply(json, bytes));

    private static LambdaResponse Streamed(ReadOnlyMemory<byte> json, int bytes)
    {
        var response = LambdaResponse.Streamed((body, token) => Padding.WriteAsync(json, bytes, body, token), "application/json");
        response.Headers.Add("Content-Length", bytes.ToString(CultureInfo.InvariantCulture));
        return response;
    }

    private ReadOnlyMemory<byte> Describe(LambdaRequest request, ReceivedBody? body)
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
            if (body is { Bytes: > 0 } received)
                Write(writer, received);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        return json.WrittenMemory;
    }

    private static void Write(Utf8JsonWriter writer, ReceivedBody body)
    {
        writer.WriteNumber("bodyBytes"u8, body.Bytes);
        if (body.Sha256 is { } hash)
            writer.WriteString("bodySha256"u8, hash);
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
