namespace Fuzzing.Frames;

/// <summary>
/// What a lambda has to make of the frames of a proxy, by docs/protocol.md: each request whose body has come is answered with its body, or with
/// <see cref="LongAnswer"/> bytes, as far as there is credit.
/// </summary>
internal sealed class RuntimeModel
{
    /// <summary>More than a stream has credit for in the beginning.</summary>
    public const int LongAnswer = 300_000;

    /// <summary>The URI of requests that get it.</summary>
    public const string LongUri = "/long";

    private const long InitialCredit = 256 * 1024;

    private readonly Dictionary<uint, Open> _open = [];
    private uint _highest;

    public RuntimeModel(IEnumerable<RawFrame> frames, bool endsIllegally)
    {
        IsIllegal = !frames.All(Take) || endsIllegally;
    }

    public bool IsIllegal { get; }

    /// <summary>What the handler gets, in its order.</summary>
    public List<string> Handled { get; } = [];

    /// <summary>The streams whose answers are complete.</summary>
    public List<uint> Answered { get; } = [];

    /// <summary>The bytes of each answer, as far as they may be sent.</summary>
    public Dictionary<uint, long> Sent { get; } = [];

    public static long AnswerTo(string uri, int body) => uri == LongUri ? LongAnswer : body;

    private bool Take(RawFrame frame)
    {
        if (frame.Type == RawFrame.Request)
            return TakeRequest(frame);
        if (frame.Type is not (RawFrame.Data or RawFrame.Credit or RawFrame.Cancel) || frame.Stream > _highest)
            return false;

        // It may have crossed the end of its stream
        if (!_open.TryGetValue(frame.Stream, out var open))
            return true;
        switch (frame.Type)
        {
            case RawFrame.Data:
                return TakeData(frame, open);
            case RawFrame.Credit:
                if (frame.Number == 0 || open.Credit + frame.Number > int.MaxValue)
                    return false;
                open.Credit += frame.Number;
                Send(frame.Stream, open);
                return true;
            default:
                _open.Remove(frame.Stream);
                return true;
        }
    }

    private bool TakeRequest(RawFrame frame)
    {
        if (frame.Stream <= _highest)
            return false;
        _highest = frame.Stream;
        if (RawHead.OfRequest(frame.Payload) is not { } head)
            return false;
        var open = new Open(head);
        _open.Add(frame.Stream, open);
        open.Body.AddRange(head.Body);
        if (frame.IsEnd)
            Handle(frame.Stream, open);
        return true;
    }

    private bool TakeData(RawFrame frame, Open open)
    {
        if (open.IsHandled)
            return false;
        open.Body.AddRange(frame.Payload);
        if (frame.IsEnd)
            Handle(frame.Stream, open);
        return true;
    }

    private void Handle(uint stream, Open open)
    {
        open.IsHandled = true;
        open.Left = AnswerTo(open.Head.Uri, open.Body.Count);
        Handled.Add((open.Head with { Body = [.. open.Body] }).Text);
        Sent[stream] = 0;
        Send(stream, open);
    }

    private void Send(uint stream, Open open)
    {
        if (!open.IsHandled)
            return;
        var count = Math.Min(open.Left, open.Credit);
        open.Left -= count;
        open.Credit -= count;
        Sent[stream] += count;
        if (open.Left > 0)
            return;
        Answered.Add(stream);
        _open.Remove(stream);
    }

    private sealed class Open(RawHead head)
    {
        public RawHead Head => head;

        public List<byte> Body { get; } = [];

        public bool IsHandled { get; set; }

        public long Left { get; set; }

        public long Credit { get; set; } = InitialCredit;
    }
}
