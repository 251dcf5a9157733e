using System.Globalization;

namespace FaultyLambda;

/// <summary>What the arguments ask for. Each word may stand alone or with others: <c>slow-start 500 echo bom</c>.</summary>
internal sealed record Behaviour
{
    public int? ExitBeforeReady { get; init; }
    public string? FailFirstStart { get; init; }
    public TimeSpan SlowStart { get; init; }
    public bool NeverAccepts { get; init; }
    public bool SpawnsChild { get; init; }
    public bool SpawnsDaemon { get; init; }
    public bool LeavesSession { get; init; }
    public bool IgnoresSigterm { get; init; }
    public bool FloodsOutput { get; init; }
    public bool Obeys { get; init; }
    public string? Name { get; init; }
    public bool ReadsToEndOfFile { get; init; }
    public bool StreamsBack { get; init; }
    public bool IgnoresBody { get; init; }
    public bool TellsBytes { get; init; }
    public bool Closes { get; init; }
    public string? NotesEnd { get; init; }
    public string? NotesSigterm { get; init; }
    public bool ExitsWhileAnswering { get; init; }
    public bool ExitsAfterAnswer { get; init; }
    public bool ClosesWithoutAnswer { get; init; }
    public bool Truncates { get; init; }
    public bool StartsWithByteOrderMark { get; init; }
    public bool Mirrors { get; init; }
    public bool IsTold { get; init; }
    public int? BigAnswer { get; init; }
    public string? Raw { get; init; }
    public string? ExitsAtFirstRequest { get; init; }
    public string? HoldsUntil { get; init; }
    public TimeSpan? Drips { get; init; }
    public bool Stalls { get; init; }
    public bool GivesUp { get; init; }
    public bool EndsApart { get; init; }
    public bool AnswersEarly { get; init; }
    public bool GoesAway { get; init; }
    public bool TakesOne { get; init; }
    public bool TellsStart { get; init; }
    public string? Frame { get; init; }
    public bool SpeaksFrames { get; init; }
    public string? FrameAfterAnswer { get; init; }
    public string? Token { get; init; }
    public string? FirstToken { get; init; }
    public bool Overspends { get; init; }
    public string? ClosesSilence { get; init; }
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    public static Behaviour Parse(IEnumerable<string> arguments)
    {
        var behaviour = new Behaviour();
        var words = new Queue<string>(arguments);
        while (words.TryDequeue(out var word))
            behaviour = behaviour.With(word, words);
        return behaviour;
    }

    private Behaviour With(string word, Queue<string> values) => word switch
    {
        "echo" => this,
        "obeys" => this with { Obeys = true },
        "name" => this with { Name = values.Dequeue() },
        "as-told" => this with { IsTold = true },
        "mirror" => this with { Mirrors = true },
        "big-answer" => this with { BigAnswer = Number(values) },
        "raw" => this with { Raw = values.Dequeue() },
        "header" => this with { Headers = [.. Headers, new(values.Dequeue(), values.Dequeue())] },
        "bom" => this with { StartsWithByteOrderMark = true },
        "truncated" => this with { Truncates = true },
        "close-without-answer" => this with { ClosesWithoutAnswer = true },
        "read-to-eof" => this with { ReadsToEndOfFile = true },
        "stream-back" => this with { StreamsBack = true },
        "ignore-body" => this with { IgnoresBody = true },
        "tell-bytes" => this with { TellsBytes = true },
        "close" => this with { Closes = true },
        "note-end" => this with { NotesEnd = values.Dequeue() },
        "exit-while-answering" => this with { ExitsWhileAnswering = true },
        "exit-after-answer" => this with { ExitsAfterAnswer = true },
        "exit-at-first-request" => this with { ExitsAtFirstRequest = values.Dequeue() },
        "hold-until" => this with { HoldsUntil = values.Dequeue() },
        "drips" => this with { Drips = TimeSpan.FromMilliseconds(Number(values)) },
        "stalls" => this with { Stalls = true },
        "ends-apart" => this with { EndsApart = true },
        "gives-up" => this with { GivesUp = true },
        "answers-early" => this with { AnswersEarly = true },
        "goes-away" => this with { GoesAway = true },
        "takes-one" => this with { TakesOne = true },
        "tells-start" => this with { TellsStart = true },
        "frame-after-answer" => this with { FrameAfterAnswer = values.Dequeue() },
        "token" => this with { Token = values.Dequeue() },
        "first-token" => this with { FirstToken = values.Dequeue() },
        "overspends" => this with { Overspends = true },
        "speaks-frames" => this with { SpeaksFrames = true },
        "frame" => this with { Frame = values.Dequeue() },
        "close-silence" => this with { ClosesSilence = values.Dequeue() },
        "exit-before-ready" => this with { ExitBeforeReady = Number(values) },
        "fail-first-start" => this with { FailFirstStart = values.Dequeue() },
        "slow-start" => this with { SlowStart = TimeSpan.FromMilliseconds(Number(values)) },
        "never-accept" => this with { NeverAccepts = true },
        "spawn-child" => this with { SpawnsChild = true },
        "spawn-daemon" => this with { SpawnsDaemon = true },
        "leave-session" => this with { LeavesSession = true },
        "ignore-sigterm" => this with { IgnoresSigterm = true },
        "note-sigterm" => this with { NotesSigterm = values.Dequeue() },
        "flood-output" => this with { FloodsOutput = true },
        _ => throw new ArgumentException($"unknown word '{word}'", nameof(word)),
    };

    private static int Number(Queue<string> values) => int.Parse(values.Dequeue(), CultureInfo.InvariantCulture);
}
