using System.Security.Cryptography;
using System.Text.Json;

namespace FaultyLambda.Answers;

/// <summary>Tells what arrived, and which process it arrived in.</summary>
internal static class EchoBody
{
    private static readonly Guid Nonce = Guid.NewGuid();

    public static byte[] Write(Request request, string? name)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("name", name);
            json.WriteString("method", request.Method);
            json.WriteString("uri", request.Uri);
            json.WriteStartArray("headers");
            foreach (var (header, value) in request.Headers)
            {
                json.WriteStartArray();
                json.WriteStringValue(header);
                json.WriteStringValue(value);
                json.WriteEndArray();
            }

            json.WriteEndArray();
            json.WriteNumber("bodyLength", request.Body.Length);
            json.WriteString("bodySha256", Convert.ToHexString(SHA256.HashData(request.Body)));
            json.WriteNumber("pid", Environment.ProcessId);
            json.WriteString("nonce", Nonce);
            json.WriteString("workingDirectory", Environment.CurrentDirectory);
            json.WriteString("address", Environment.GetEnvironmentVariable("HTTP_ADDRESS") is { Length: > 0 } http
                ? http
                : Environment.GetEnvironmentVariable("PIPE_ADDRESS"));
            if (Misbehaviour.ChildId is { } child)
                json.WriteNumber("child", child);
            json.WriteEndObject();
        }

        return buffer.ToArray();
    }
}
