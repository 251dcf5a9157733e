namespace Fuzzing.Frames;

/// <summary>What the proxy has to make of the frames of a lambda, by docs/protocol.md, with so many requests in flight and none to come.</summary>
internal sealed class ProxyModel
{
    private const long InitialCredit = 256 * 1024;
    private const string Token = "!#$%&'*+-.^_`|~";

    private readonly ModelStream[] _streams;
    private bool _hasHello;
    private bool _isGoingAway;

    public ProxyModel(int requests, IEnumerable<RawFrame> frames, bool endsIllegally)
    {
        _streams = [.. Enumerable.Range(0, requests).Select(_ => new ModelStream())];
        IsIllegal = !frames.All(Take) || endsIllegally;
    }

    public bool IsIllegal { get; }

    /// <summary>Streams are numbered from 1.</summary>
    public IReadOnlyList<ModelStream> Streams => _streams;

    private bool Take(RawFrame frame)
    {
        if (frame.Type == RawFrame.Hello)
            return TakeHello(frame);
        if (!_hasHello || frame.Type == RawFrame.Request)
            return false;
        if (frame.Type == RawFrame.GoAway)
            return TakeGoAway(frame.Number);
        if (frame.Stream > _streams.Length)
            return false;
        var stream = _streams[frame.Stream - 1];
        return stream.IsOver || Take(frame, stream);
    }

    // Version 1, and no token where none was given
    private bool TakeHello(RawFrame frame)
    {
        var isLegal = !_hasHello && frame.Payload is [1, 0, ..] && frame.Payload.Length == 18;
        _hasHello = true;
        return isLegal;
    }

    private bool TakeGoAway(uint last)
    {
        if (_isGoingAway)
            return false;
        _isGoingAway = true;
        var notTaken = _streams.Skip((int)Math.Min(last, int.MaxValue)).Where(stream => !stream.IsOver).ToArray();
        if (notTaken.Any(stream => stream.Head is not null))
            return false;
        foreach (var stream in notTaken)
            stream.IsOver = true;
        return true;
    }

    private static bool Take(RawFrame frame, ModelStream stream)
    {
        switch (frame.Type)
        {
            case RawFrame.Response:
                return stream.Head is null && TakeHead(frame, stream);
            case RawFrame.Data:
                if (stream.Head is null)
                    return false;
                stream.Take(frame.Payload, frame.IsEnd);
                return true;
            case RawFrame.Credit:
                stream.Credit += frame.Number;
                return frame.Number > 0 && stream.Credit <= int.MaxValue;
            case RawFrame.Cancel:
                stream.IsOver = true;
                return true;
            default:
                return true;
        }
    }

    private static bool TakeHead(RawFrame frame, ModelStream stream)
    {
        if (RawHead.OfResponse(frame.Payload) is not { } head)
            return false;
        stream.Head = head;
        if (!head.Headers.All(header => IsLegal(header.Key, header.Value)))
        {
            stream.IsOver = true;
            return true;
        }

        // Of an answer in one frame the length is known without
        if (!frame.IsEnd)
            stream.Length = LengthIn(head.Headers);
        stream.Take(head.Body, frame.IsEnd);
        return true;
    }

    private static long? LengthIn(IEnumerable<KeyValuePair<string, string>> headers) =>
        headers.Where(header => header.Key.Equals("content-length", StringComparison.OrdinalIgnoreCase)).ToArray() is [var only]
        && only.Value.All(char.IsAsciiDigit) && long.TryParse(only.Value, out var length) ? length : null;

    private static bool IsLegal(string name, string value) =>
        name.All(c => char.IsAsciiLetterOrDigit(c) || Token.Contains(c)) && value.All(c => c is '\t' or (>= ' ' and not '\x7F'));

    internal sealed class ModelStream
    {
        public RawHead? Head { get; set; }

        public List<byte> Body { get; } = [];

        public long Credit { get; set; } = InitialCredit;

        /// <summary>By its end, or without one.</summary>
        public bool IsOver { get; set; }

        public bool IsComplete { get; private set; }

        public long? Length { get; set; }

        public void Take(byte[] bytes, bool isEnd)
        {
            Body.AddRange(bytes);
            var isAsLong = Length is not { } length || (isEnd ? Body.Count == length : Body.Count <= length);
            IsComplete = isEnd && isAsLong;
            IsOver = isEnd || !isAsLong;
        }
    }
}
