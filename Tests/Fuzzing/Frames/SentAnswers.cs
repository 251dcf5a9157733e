using Fuzzing.Targets;

namespace Fuzzing.Frames;

/// <summary>What a lambda has sent: legal frames in a legal order, or an invariant does not hold.</summary>
internal sealed class SentAnswers
{
    private readonly HashSet<uint> _over = [];

    public SentAnswers(byte[] bytes)
    {
        var frames = RawFrame.Split(bytes, out var isIllegal, out var left);
        Invariant.Holds(!isIllegal && left == 0, "an illegal frame was sent, or half of one");
        Invariant.Holds(frames is [{ Type: RawFrame.Hello }, ..], "HELLO is not the first frame");
        foreach (var frame in frames.Skip(1))
            Take(frame);
    }

    /// <summary>Whose answers have come to their end, in that order.</summary>
    public List<uint> Complete { get; } = [];

    public Dictionary<uint, RawHead> Heads { get; } = [];

    public Dictionary<uint, long> Bytes { get; } = [];

    private void Take(RawFrame frame)
    {
        if (frame.Type == RawFrame.Credit)
        {
            Invariant.Holds(frame.Number > 0, "credit of nothing");
            return;
        }

        Invariant.Holds(!_over.Contains(frame.Stream), $"frame {frame.Type} behind the end of stream {frame.Stream}");
        switch (frame.Type)
        {
            case RawFrame.Response:
                Invariant.Holds(!Heads.ContainsKey(frame.Stream), "two heads");
                var head = RawHead.OfResponse(frame.Payload);
                Invariant.Holds(head is not null, "an illegal head");
                Heads.Add(frame.Stream, head);
                Bytes[frame.Stream] = head.Body.Length;
                break;
            case RawFrame.Data:
                Invariant.Holds(Heads.ContainsKey(frame.Stream), "a body without a head");
                Bytes[frame.Stream] += frame.Payload.Length;
                break;
            default:
                Invariant.Holds(frame.Type is RawFrame.Cancel or RawFrame.Spans, $"frame {frame.Type} of a lambda");
                break;
        }

        if (frame.IsEnd)
            Complete.Add(frame.Stream);
        if (frame.IsEnd || frame.Type == RawFrame.Cancel)
            _over.Add(frame.Stream);
    }
}
