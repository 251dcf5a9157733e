using System.Diagnostics;
using LocalLambdas.Caching;
using LocalLambdas.Forwarding;
using LocalLambdas.Lambdas;
using LocalLambdas.Manifests;

namespace LocalLambdas.Telemetry;

/// <summary>
/// When a request passed where. Exists only for requests that somebody wants to know it of. All moments are timestamps of
/// <see cref="Stopwatch"/>: what is told of a request is derived from one pair of clock readings, so that its spans nest exactly.
/// </summary>
internal sealed class RequestTimeline(bool wantsHeader)
{
    private readonly List<InvokeTimeline> _invokes = [];
    private long _cacheBegan;
    private long _forwardBegan;
    private long _queueBegan;
    private TimeSpan _forwarded;
    private TimeSpan _queued;
    private TimeSpan? _inCache;

    public long Received { get; } = Stopwatch.GetTimestamp();

    public DateTime ReceivedUtc { get; } = DateTime.UtcNow;

    /// <summary>The client asks for a <c>Server-Timing</c> header.</summary>
    public bool WantsHeader { get; } = wantsHeader;

    /// <summary>Null when the request is not sampled.</summary>
    public Activity? Server { get; set; }

    public LambdaDefinition? Lambda { get; private set; }

    /// <summary>Null when the cache is off, or was not reached.</summary>
    public CacheStatus? Cache { get; private set; }

    /// <summary>The calls to the lambda: mostly one, none for a hit, more than one when the cache asks again.</summary>
    public IReadOnlyList<InvokeTimeline> Invokes => _invokes;

    /// <summary>Null when no process was asked for.</summary>
    public bool? IsColdStart
    {
        get
        {
            bool? cold = null;
            foreach (var invoke in _invokes) cold = cold is true ? cold : invoke.IsColdStart ?? cold;
            return cold;
        }
    }

    /// <summary>How the process came to it; null if that ran already, or none was asked for.</summary>
    public StartKind? StartKind
    {
        get
        {
            StartKind? kind = null;
            foreach (var invoke in _invokes) kind = kind is Lambdas.StartKind.Cold ? kind : invoke.Kind ?? kind;
            return kind;
        }
    }

    /// <summary>Stable name of what went wrong in the proxy or on the way to the lambda.</summary>
    public string? Error { get; private set; }

    /// <summary>When the whole answer was there to be sent; null of one that passes.</summary>
    public long? Answered { get; private set; }

    public DateTime UtcOf(long timestamp) => ReceivedUtc + Stopwatch.GetElapsedTime(Received, timestamp);

    public void Routed(LambdaDefinition? lambda)
    {
        Lambda = lambda;
        if (Server is not null && lambda is not null) Server.DisplayName = $"{Server.DisplayName} {lambda.Route.Text}";
    }

    /// <summary>
    /// To be called before it is sent: the thread that sends goes on when the system has taken the bytes, and the client may have read them by
    /// then. Its span must not end before this one.
    /// </summary>
    public void AnswerIsComplete() => Answered = Stopwatch.GetTimestamp();

    public void CacheBegins() => _cacheBegan = Stopwatch.GetTimestamp();

    public void CacheEnds(CacheStatus status)
    {
        Cache = status;
        _inCache = Stopwatch.GetElapsedTime(_cacheBegan) - _forwarded;
    }

    public void ForwardBegins() => _forwardBegan = Stopwatch.GetTimestamp();

    public void ForwardEnds()
    {
        _forwarded += Stopwatch.GetElapsedTime(_forwardBegan);
        _forwardBegan = 0;
    }

    public void QueueBegins() => _queueBegan = Stopwatch.GetTimestamp();

    public void QueueEnds() => _queued += Stopwatch.GetElapsedTime(_queueBegan);

    public InvokeTimeline InvokeBegins(LambdaDefinition lambda)
    {
        var invoke = new InvokeTimeline(lambda, Server is null ? null : ProxyTelemetry.Source.StartActivity("invoke", ActivityKind.Client, Server.Context));
        _invokes.Add(invoke);
        return invoke;
    }

    public void Failed(ForwardError error) => EndsWith(error.ToString());

    public void Failed(Exception exception) => EndsWith(exception.GetType().Name);

    /// <summary>Null for a hop that the request did not make, or of which nothing is known.</summary>
    public TimeSpan? this[Hop hop] => hop switch
    {
        Hop.Queue => _queued,
        Hop.Cache => _inCache,
        Hop.Start => Sum(static invoke => invoke.Waiting),
        Hop.Connect => Sum(static invoke => invoke.Connecting),
        Hop.Transport => Sum(static invoke => invoke.Transport),
        Hop.Handler => Sum(static invoke => invoke.Handler),
        _ => throw new ArgumentOutOfRangeException(nameof(hop), hop, null),
    };

    private void EndsWith(string error)
    {
        Error ??= error;
        if (_forwardBegan is not 0) ForwardEnds();
        if (_cacheBegan is not 0 && Cache is null) CacheEnds(CacheStatus.Miss);
    }

    private TimeSpan? Sum(Func<InvokeTimeline, TimeSpan?> duration)
    {
        TimeSpan? sum = null;
        foreach (var invoke in _invokes)
        {
            if (duration(invoke) is { } known) sum = sum.GetValueOrDefault() + known;
        }

        return sum;
    }
}
