using System.Buffers;
using System.Text;
using System.Text.Json;

namespace LambdaRuntime;

/// <summary>What a lambda answers.</summary>
public sealed class LambdaResponse
{
    /// <summary>The HTTP status code.</summary>
    public int Status { get; init; } = 200;

    /// <summary>The header fields.</summary>
    public LambdaHeaders Headers { get; init; } = new();

    /// <summary>The body; it must not change until it is sent.</summary>
    public ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>Writes the body instead of <see cref="Body"/>, once for each time that the response is sent.</summary>
    public LambdaBodyWriter? WriteBody { get; init; }

    /// <summary>A response with a content type.</summary>
    public static LambdaResponse Bytes(ReadOnlyMemory<byte> body, string contentType = "application/octet-stream", int status = 200) =>
        new() { Status = status, Headers = new() { { "Content-Type", contentType } }, Body = body };

    /// <summary>A response whose body is written while it is sent, such as one that is too large to be held.</summary>
    /// <param name="write">Called after the handler has returned. If it throws before it has flushed anything, the answer is a 500; else it breaks off.</param>
    public static LambdaResponse Streamed(LambdaBodyWriter write, string contentType = "application/octet-stream", int status = 200) =>
        new() { Status = status, Headers = new() { { "Content-Type", contentType } }, WriteBody = write };

    /// <summary>The same with all of its body in <see cref="Body"/>.</summary>
    public async ValueTask<LambdaResponse> HoldAsync(CancellationToken cancellationToken)
    {
        if (WriteBody is not { } write)
            return this;
        using var body = new MemoryStream();
        await write(body, cancellationToken).ConfigureAwait(false);
        return new() { Status = Status, Headers = Headers, Body = body.GetBuffer().AsMemory(0, (int)body.Length) };
    }

    /// <summary>Text in UTF-8.</summary>
    public static LambdaResponse Text(string text, int status = 200) =>
        Bytes(Encoding.UTF8.GetBytes(text), "text/plain; charset=utf-8", status);

    /// <summary>JSON text.</summary>
    public static LambdaResponse Json(string json, int status = 200) => Json(Encoding.UTF8.GetBytes(json), status);

    /// <summary>JSON in UTF-8.</summary>
    public static LambdaResponse Json(ReadOnlyMemory<byte> json, int status = 200) => Bytes(json, "application/json", status);

    /// <summary>An error for programs to read: RFC 9457.</summary>
    /// <param name="title">What kind of problem it is; the same for each occurrence.</param>
    /// <param name="detail">What is wrong with this request and how to put it right.</param>
    public static LambdaResponse Problem(int status, string title, string detail)
    {
        var json = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(json, JsonText.WriterOptions))
        {
            writer.WriteStartObject();
            writer.WriteString("type"u8, "about:blank"u8);
            writer.WriteString("title"u8, title);
            writer.WriteNumber("status"u8, status);
            writer.WriteString("detail"u8, detail);
            writer.WriteEndObject();
        }

        return Bytes(json.WrittenMemory, "application/problem+json", status);
    }
}
