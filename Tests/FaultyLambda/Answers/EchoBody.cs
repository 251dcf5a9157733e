using System.Text.Json;

namespace FaultyLambda.Answers;

/// <summary>Tells what arrived, and which process it arrived in.</summary>
internal static class EchoBody
{
    private static readonly Guid Nonce = Guid.NewGuid();

    private static readonly string[] Addresses = ["HTTP_ADDRESS", "PIPE_ADDRESS", "LAMBDA_CHANNEL"];

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
            json.WriteNumber("bodyLength", request.BodyLength);
            json.WriteString("bodySha256", request.BodySha256);
            json.WriteNumber("pid", Environment.ProcessId);
            json.WriteString("nonce", Nonce);
            json.WriteString("workingDirectory", Environment.CurrentDirectory);
            json.WriteString("address", Addresses.Select(Environment.GetEnvironmentVariable).First(address => !string.IsNullOrEmpty(address)));
            if (Misbehaviour.ChildId is { } child)
                json.WriteNumber("child", child);

            // The pad of the query string: an answer as long as a test wants
            if (request.Number("pad") is > 0 and var pad)
                json.WriteString("pad", new string('x', pad));
            json.WriteEndObject();
        }

        return buffer.ToArray();
    }
}
