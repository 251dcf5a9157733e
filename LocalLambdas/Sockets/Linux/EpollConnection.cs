using System.Globalization;
using System.IO.Pipelines;
using System.Net;
using System.Runtime.Versioning;
using LocalLambdas.Hosting;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace LocalLambdas.Sockets.Linux;

/// <summary>A connection of a client, as Kestrel knows it.</summary>
[SupportedOSPlatform("linux")]
internal sealed partial class EpollConnection : ConnectionContext, IDuplexPipe, IWatched, IMemoryPoolFeature, IConnectionIdFeature, IConnectionItemsFeature,
    IConnectionTransportFeature, IConnectionLifetimeFeature, IConnectionEndPointFeature
{
    // As much as Kestrel's own transport would have read of it by itself.
    private const int MostDiscarded = 1024 * 1024;

    private static long _lastId = DateTime.UtcNow.Ticks;

    private readonly CancellationTokenSource _closed = new();
    private readonly EventLoop _loop = EventLoop.Next();
    private readonly Descriptor _socket;
    private readonly SocketInput _input;
    private readonly SocketOutput _output;
    private readonly ILogger _logger;
    private string? _id;
    private IDictionary<object, object?>? _items;
    private int _isClosed;
    private int _isAborted;

    public EpollConnection(int descriptor, EndPoint? localEndPoint, EndPoint? remoteEndPoint, ILogger logger)
    {
        _logger = logger;
        _socket = new(descriptor);
        _input = new(_socket, Closed);
        _output = new(_socket, WatchWritable);
        LocalEndPoint = localEndPoint;
        RemoteEndPoint = remoteEndPoint;
        ConnectionClosed = _closed.Token;
        Transport = this;
        Features.Set<IMemoryPoolFeature>(this);
        Features.Set<IConnectionIdFeature>(this);
        Features.Set<IConnectionItemsFeature>(this);
        Features.Set<IConnectionTransportFeature>(this);
        Features.Set<IConnectionLifetimeFeature>(this);
        Features.Set<IConnectionEndPointFeature>(this);
    }

    public ulong Key { get; set; }

    public override IFeatureCollection Features { get; } = new FeatureCollection();

    public System.Buffers.MemoryPool<byte> MemoryPool => BlockPool.Instance;

    public override string ConnectionId
    {
        get => _id ??= Interlocked.Increment(ref _lastId).ToString("X", CultureInfo.InvariantCulture);
        set => _id = value;
    }

    public override IDictionary<object, object?> Items
    {
        get => _items ??= new ConnectionItems();
        set => _items = value;
    }

    public override IDuplexPipe Transport { get; set; }

    public override EndPoint? LocalEndPoint { get; set; }

    public override EndPoint? RemoteEndPoint { get; set; }

    public override CancellationToken ConnectionClosed { get; set; }

    PipeReader IDuplexPipe.Input => _input;

    PipeWriter IDuplexPipe.Output => _output;

    /// <summary>From now on it is served.</summary>
    public void Start() => _socket.Use(number => _loop.Watch(number, this, EpollEvents.OfConnection));

    /// <summary>It cannot be served.</summary>
    public void Abandon() => _socket.Close();

    void IWatched.On(EpollEvents events)
    {
        // Before the input: who learns there that the connection is broken finds the output gone too.
        if ((events & EpollEvents.Breaks) != 0) _output.Abort();
        if ((events & (EpollEvents.Ends | EpollEvents.Readable)) != 0) _input.OnReadable((events & EpollEvents.Ends) != 0);
        if ((events & EpollEvents.Writable) != 0) _output.OnWritable();

        // As with Kestrel's own transport: a client that has ended its side is gone, once what it sent has been read. That nobody reads now
        // who would find the end is the usual case, as a request waits for its lambda.
        // One that has broken off is gone at once: what it had sent can still be received (Linux keeps it), but nobody gets the answer.
        if ((events & EpollEvents.Breaks) != 0 || ((events & EpollEvents.PeerHasEnded) != 0 && _socket.Peek() is not > 0)) Closed();
    }

    public override void Abort(ConnectionAbortedException abortReason)
    {
        if (Interlocked.Exchange(ref _isAborted, 1) != 0) return;

        // First who reads and writes here: they are to be told the reason, not the reset that it makes.
        _input.Abort(abortReason ?? new("The client has ended the connection."));
        _output.Abort();

        // Without a reason the client has ended the connection, and sees no reset.
        if (abortReason is null) _socket.Use(LinuxSocket.EndSending);
        else _socket.Use(LinuxSocket.Reset);
        Closed();
    }

    public override async ValueTask DisposeAsync()
    {
        _input.Complete();
        await _output.FinishAsync().ConfigureAwait(false);
        Closed();
        _socket.Use(number => End(number, discards: _isAborted == 0));
        _loop.Forget(this);
        _socket.Close();
        await base.DisposeAsync().ConfigureAwait(false);
    }

    private void WatchWritable(bool isWanted) =>
        _socket.Use(number => _loop.Change(number, this, isWanted ? EpollEvents.OfConnection | EpollEvents.Writable : EpollEvents.OfConnection));

    // What stays unread makes a reset of the end, and the client might not see its answer any more (RFC 9112, 9.6).
    private static void End(int descriptor, bool discards)
    {
        if (discards) LinuxSocket.Discard(descriptor, MostDiscarded);
        LinuxSocket.EndSending(descriptor);
        if (discards) LinuxSocket.Discard(descriptor, MostDiscarded);
    }

    // What is registered may take long, and is not for the loop's thread.
    private void Closed()
    {
        if (Interlocked.Exchange(ref _isClosed, 1) == 0) ThreadPool.UnsafeQueueUserWorkItem(static connection => connection.TellClosed(), this, preferLocal: false);
    }

    // Who registers what throws is at fault, and must not end the process with it. Kestrel's own transport logs it as well (SocketConnection).
    private void TellClosed()
    {
        try
        {
            _closed.Cancel();
        }
        catch (AggregateException exception)
        {
            CannotTell(exception);
        }
    }

    [LoggerMessage(2, LogLevel.Error, "Not all could be told that a connection has ended")]
    private partial void CannotTell(AggregateException exception);
}
