using System.Diagnostics;
using LocalLambdas.Forwarding;
using LocalLambdas.Lambdas;
using LocalLambdas.Manifests;
using LocalLambdas.Messages;

namespace LocalLambdas.Telemetry;

/// <summary>One call to a lambda: the wait for its process, the connection, the exchange. A second attempt counts to the same call.</summary>
/// <param name="activity">Its span, which only gets its times when the call is over: it is there before, as its id goes to the service. Null when not sampled.</param>
internal sealed class InvokeTimeline(LambdaDefinition lambda, Activity? activity)
{
    private long _waitBegan;
    private long _connectBegan;
    private long _exchangeBegan;
    private long _connecting;

    public LambdaDefinition Lambda { get; } = lambda;

    public Activity? Activity { get; } = activity;

    /// <summary>The first time.</summary>
    public long WaitBegan { get; private set; }

    public long WaitEnded { get; private set; }

    /// <summary>The start that it waited for.</summary>
    public StartRecord? Start { get; private set; }

    /// <summary>How the process came to it; null if that ran already, or none came.</summary>
    public StartKind? Kind { get; private set; }

    /// <summary>It waited for a start; null if it is not known, as it was given up before.</summary>
    public bool? IsColdStart { get; private set; }

    /// <summary>When it first went to the process; 0 when it never did.</summary>
    public long Began { get; private set; }

    public long Ended { get; private set; }

    public string? Address { get; private set; }

    public string? Error { get; private set; }

    /// <summary>The spans that came with the answer, as JSON.</summary>
    public ReadOnlyMemory<byte> Spans { get; private set; }

    public TimeSpan? Waiting { get; private set; }

    public TimeSpan? Connecting => Began is 0 ? null : Stopwatch.GetElapsedTime(0, Interlocked.Read(ref _connecting));

    public TimeSpan? Handler { get; private set; }

    public TimeSpan? Transport => Ended is 0 || Began is 0 ? null : Exchanged - Connecting - Handler.GetValueOrDefault();

    private TimeSpan Exchanged { get; set; }

    public void WaitBegins()
    {
        _waitBegan = Stopwatch.GetTimestamp();
        if (WaitBegan is 0) WaitBegan = _waitBegan;
    }

    public void Acquired(LambdaLease lease)
    {
        WaitEnds();
        Came(lease.Start);
        if (lease.Start is StartKind.Cold) Start = lease.Instance.Start;
    }

    public void StartFailed(StartRecord? start)
    {
        WaitEnds();
        Came(StartKind.Cold);
        Start = start;
    }

    // Of two attempts that each needed a process, the one that waited for it tells more.
    private void Came(StartKind? kind)
    {
        if (Kind is not StartKind.Cold) Kind = kind ?? Kind;
        IsColdStart = Kind is StartKind.Cold;
    }

    public void ExchangeBegins(string address)
    {
        _exchangeBegan = Stopwatch.GetTimestamp();
        if (Began is 0) Began = _exchangeBegan;
        Address = address;
    }

    public void ConnectBegins() => Interlocked.Exchange(ref _connectBegan, Stopwatch.GetTimestamp());

    // An HTTP client's connection may be made by another thread, and come when the request has long found another one.
    public void Connected()
    {
        if (Ended is 0) Interlocked.Add(ref _connecting, Stopwatch.GetTimestamp() - Interlocked.Read(ref _connectBegan));
    }

    public void ExchangeEnds()
    {
        Ended = Stopwatch.GetTimestamp();
        Exchanged += Stopwatch.GetElapsedTime(_exchangeBegan, Ended);
    }

    /// <summary>What came with the answer, as JSON: only asked for if there is an <see cref="Activity"/>.</summary>
    public void Take(ReadOnlyMemory<byte> spans) => Spans = spans;

    /// <summary>Takes the service's own account out of the answer: it concerns this call, and an answer may be stored.</summary>
    public LambdaResponse Answered(LambdaResponse response, bool wantsHeader)
    {
        if (!wantsHeader) return response;
        var bound = Exchanged - Connecting.GetValueOrDefault();
        if (ServerTimingHeader.HandlerIn(response.Headers) is { } handler) Handler = handler < bound ? handler : bound;
        return ServerTimingHeader.RemoveFrom(response);
    }

    public void Failed(ForwardError error) => EndsWith(error.ToString());

    /// <summary>Nothing if it has ended already.</summary>
    public void Abandoned()
    {
        if (Ended is 0 && Error is null) EndsWith("Canceled");
    }

    private void EndsWith(string error)
    {
        Error = error;
        if (Ended is 0 && Began is not 0) ExchangeEnds();
        if (WaitBegan is not 0 && WaitEnded is 0) WaitEnds();
    }

    private void WaitEnds()
    {
        WaitEnded = Stopwatch.GetTimestamp();
        Waiting = Waiting.GetValueOrDefault() + Stopwatch.GetElapsedTime(_waitBegan, WaitEnded);
    }
}
