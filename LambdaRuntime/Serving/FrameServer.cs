using System.Diagnostics.CodeAnalysis;
using LambdaRuntime.Frames;

namespace LambdaRuntime;

/// <summary>Answers the requests that come as frames on one channel, until it ends: then the proxy is gone.</summary>
/// <remarks>
/// One thread receives and runs handlers; the one that calls <see cref="Watch"/> sees to it that no handler keeps it. Nothing else is
/// started before the first answer.
/// </remarks>
[SuppressMessage("Design", "CA1001", Justification = "A signal may come late, and the process ends with the server")]
internal sealed class FrameServer
{
    // As many looks without a request let the watch sleep until one comes
    private const int QuietLooks = 100;

    private readonly Channel _channel;
    private readonly FrameReceiver _receiver;
    private readonly object _watch = new();
    private bool _isWatchAsleep;
    private bool _hasEnded;
    private FrameError _error;
    private Timer? _grace;

    public FrameServer(Channel channel, LambdaHandler handler)
    {
        _channel = channel;
        Handler = handler;
        Output = new(channel);
        Exchanges = new(Output);
        Carrier = new(channel.Transport, takesSpans: true);
        _receiver = new(this, channel);
    }

    public LambdaHandler Handler { get; }

    /// <summary>The handler wants bodies as streams.</summary>
    public bool IsStreaming { get; init; }

    /// <summary>The handler looks at its token.</summary>
    public bool TakesToken { get; init; } = true;

    /// <summary>How much time requests in flight have when it is to stop.</summary>
    public TimeSpan Grace { get; init; } = LambdaServer.DefaultGrace;

    public FrameOutput Output { get; }

    public ExchangeTable Exchanges { get; }

    public InlinePolicy Policy { get; } = new();

    public Carrier Carrier { get; }

    /// <summary>Nothing is looked at until a request comes.</summary>
    public bool IsWatchAsleep => Volatile.Read(ref _isWatchAsleep);

    /// <summary>Says that requests are accepted, and accepts them.</summary>
    /// <exception cref="IOException">The channel cannot be written.</exception>
    public void Start()
    {
        LambdaStartup.SayingHello();
        var (began, accepting) = LambdaStartup.UnixNanoseconds;
        using var hello = new EnvelopeBuffer();
        FrameWriter.WriteHello(hello, new(began, accepting, _channel.Token));
        _channel.Send(hello.Written.Span);
        _receiver.Start();
    }

    /// <summary>Returns when the channel has ended, with what was wrong with a frame of the proxy.</summary>
    public FrameError Watch()
    {
        var (seen, quiet) = (0L, 0);
        while (true)
        {
            lock (_watch)
            {
                if (_hasEnded)
                    return _error;
                if (quiet < QuietLooks)
                    Monitor.Wait(_watch, InlinePolicy.Patience);
                else
                    SleepUnlessSince(seen);
            }

            var batch = _receiver.Batch;
            quiet = batch == seen ? quiet + 1 : 0;
            if (quiet > 0 && batch % 2 != 0)
                _receiver.TakeOver();
            seen = batch;
        }
    }

    /// <summary>Takes no more requests, and ends when those in flight are answered, or given up.</summary>
    public void Stop()
    {
        Exchanges.GoAway();
        lock (_watch)
        {
            if (!_hasEnded)
                _grace ??= new(_ => _channel.Close(), null, Grace, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>Frames are worked on: called by the thread that receives.</summary>
    public void WakeWatch()
    {
        if (!IsWatchAsleep)
            return;
        lock (_watch)
        {
            _isWatchAsleep = false;
            Monitor.Pulse(_watch);
        }
    }

    /// <summary>Nothing more will come: called by the thread that receives.</summary>
    public void End(FrameError error)
    {
        Exchanges.CancelAll();
        if (error != FrameError.None)
            _channel.Close();
        lock (_watch)
        {
            _grace?.Dispose();
            _hasEnded = true;
            _error = error;
            Monitor.Pulse(_watch);
        }
    }

    private void SleepUnlessSince(long seen)
    {
        _isWatchAsleep = true;
        Interlocked.MemoryBarrier();
        if (_receiver.Batch == seen && seen % 2 == 0)
            Monitor.Wait(_watch);
        _isWatchAsleep = false;
    }
}
