using System.Text;
using System.Text.Json.Nodes;

namespace Testing.Frames;

/// <summary>What has come on a stream until now.</summary>
public sealed class FrameAnswer
{
    public int Status { get; private set; }

    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; private set; } = [];

    public MemoryStream BodyStream { get; } = new();

    public byte[] Body => BodyStream.ToArray();

    public string Text => Encoding.UTF8.GetString(Body);

    public JsonObject Json => JsonNode.Parse(Body)!.AsObject();

    public JsonArray? Spans { get; private set; }

    public bool IsComplete { get; private set; }

    /// <summary>The code of a CANCEL.</summary>
    public uint? Cancelled { get; private set; }

    /// <summary>What was granted for the request's body, beyond what every stream has.</summary>
    public long Granted { get; private set; }

    /// <summary>Bytes of the request's body, as far as they are the client's to count.</summary>
    internal long Sent { get; set; }

    public string? Header(string name) => Headers.FirstOrDefault(header => header.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Value;

    internal void Take(ReceivedFrame frame)
    {
        if (IsComplete || Cancelled is not null)
            throw new InvalidDataException($"a frame of type {frame.Type} follows the end of stream {frame.Stream}");
        switch (frame.Type)
        {
            case ReceivedFrame.Response when Status == 0:
                Status = (int)frame.Number;
                Headers = frame.Headers;
                BodyStream.Write(frame.Body);
                break;
            case ReceivedFrame.Data when Status != 0:
                BodyStream.Write(frame.Body);
                break;
            case ReceivedFrame.Credit:
                Granted += frame.Number;
                break;
            case ReceivedFrame.Cancel:
                Cancelled = frame.Number;
                break;
            case ReceivedFrame.Spans when Spans is null:
                Spans = JsonNode.Parse(frame.Payload)!.AsArray();
                break;
            default:
                throw new InvalidDataException($"a frame of type {frame.Type} at this point of stream {frame.Stream}");
        }

        IsComplete = frame.IsEnd;
    }
}
