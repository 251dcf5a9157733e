using System.Net;
using System.Net.Sockets;
using System.Runtime.Versioning;
using System.Threading.Tasks.Sources;
using LocalLambdas.Processes.Unix;

namespace LocalLambdas.Sockets.Linux;

/// <summary>That of an <see cref="EventLoop"/>: what has come goes on on its thread.</summary>
[SupportedOSPlatform("linux")]
internal sealed class LoopSocket : LambdaSocket, IWatched, IValueTaskSource<int>, IValueTaskSource
{
    // Any error: why is told by the flag.
    private const int Disposed = -1;

    // Who is asked on a loop's thread answers there.
    private readonly EventLoop _loop = EventLoop.Current ?? EventLoop.Next();
    private readonly Descriptor _socket;
    private ManualResetValueTaskSourceCore<int> _received;
    private ManualResetValueTaskSourceCore<bool> _sent;
    private Memory<byte> _room;
    private ReadOnlyMemory<byte> _rest;
    private int _isSending;
    private int _isDisposed;
    private ReceiveGate _gate;
    private LaterSend _later;
    private Action? _sendLater;

    /// <param name="descriptor">Becomes its own.</param>
    /// <exception cref="SocketException">No more sockets can be watched.</exception>
    public LoopSocket(int descriptor)
    {
        _socket = new(descriptor);
        try
        {
            _loop.Watch(descriptor, this, EpollEvents.OfConnection);
        }
        catch
        {
            _socket.Close();
            throw;
        }
    }

    public ulong Key { get; set; }

    public override bool HasStirred() => _isDisposed != 0 || _socket.Peek() is not LinuxSocket.WouldBlock;

    // The kernel tells in the order in which things happen: what came before that by which this thread has been woken is known.
    public override bool IsKnownToHaveStirred() => _loop != EventLoop.Current ? HasStirred() : _isDisposed != 0 || (_gate.IsReadable && HasStirred());

    /// <exception cref="SocketException">Nobody accepts there.</exception>
    public static new async ValueTask<LambdaSocket> ConnectAsync(EndPoint endPoint, CancellationToken cancellationToken)
    {
        var address = endPoint.Serialize();
        var descriptor = LinuxSocket.Create(endPoint.AddressFamily);
        if (descriptor < 0) throw SocketFailure.Of(-descriptor);
        if (endPoint is IPEndPoint) LinuxSocket.SendAtOnce(descriptor);
        var result = LinuxSocket.Connect(descriptor, address.Buffer.Span[..address.Size]);
        if (result is not (0 or LinuxSocket.InProgress))
        {
            _ = LibC.Close(descriptor);
            throw SocketFailure.Of(-result);
        }

        LoopSocket socket = new(descriptor);
        if (result is 0) return socket;
        try
        {
            await using (cancellationToken.UnsafeRegister(static socket => ((LoopSocket)socket!).Dispose(), socket).ConfigureAwait(false))
            {
                await socket.UntilWritableAsync().ConfigureAwait(false);
            }

            var error = 0;
            socket._socket.Use(number => error = LinuxSocket.Error(number));
            cancellationToken.ThrowIfCancellationRequested();
            return error == 0 ? socket : throw SocketFailure.Of(error);
        }
        catch
        {
            socket.Dispose();
            cancellationToken.ThrowIfCancellationRequested();
            throw;
        }
    }

    public override ValueTask<int> ReceiveAsync(Memory<byte> room)
    {
        while (true)
        {
            if (TryReceive(room.Span, out var count)) return count >= 0 ? new(count) : ValueTask.FromException<int>(Failure(count));
            _room = room;
            _received.Reset();
            var version = _received.Version;
            if (!WaitToReceive() && _gate.TryTakeWait()) continue;
            return new(this, version);
        }
    }

    public override ValueTask SendAsync(ReadOnlyMemory<byte> bytes)
    {
        _rest = bytes;
        var result = TrySend();
        if (result is not LinuxSocket.WouldBlock) return result >= 0 ? default : ValueTask.FromException(Failure(result));
        return UntilWritableAsync();
    }

    public override bool TrySendSoon(ReadOnlyMemory<byte> bytes)
    {
        // What may have something could give it to who receives before the bytes have been sent.
        if (_loop != EventLoop.Current || _gate.IsReadable || !EndOfBatch.TryPutOff(_sendLater ??= SendLater)) return false;
        _rest = bytes;
        _later.PutOff();
        _loop.LookBeforeEnd();
        return true;
    }

    public override void Dispose()
    {
        var wasDisposed = Interlocked.Exchange(ref _isDisposed, 1) != 0;
        _later.GiveUp();
        if (wasDisposed) return;
        _loop.Forget(this);
        _socket.Close();
        if (_gate.TryTakeWait()) EndReceiving(Disposed, asynchronously: true);
        if (TryTake(ref _isSending)) EndSending(Disposed, asynchronously: true);
    }

    /// <summary>By the loop: what it will tell next. What has come before the bytes that are put off is no answer to them.</summary>
    public void Foretell(EpollEvents events)
    {
        if (_later.IsPutOff && (events & (EpollEvents.Ends | EpollEvents.Readable)) != 0) _gate.Readable((events & EpollEvents.Ends) != 0);
    }

    void IWatched.On(EpollEvents events)
    {
        if ((events & (EpollEvents.Ends | EpollEvents.Readable)) != 0) OnReadable((events & EpollEvents.Ends) != 0);
        if ((events & (EpollEvents.Writable | EpollEvents.Breaks)) != 0) OnWritable();
    }

    int IValueTaskSource<int>.GetResult(short token) => _received.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<int>.GetStatus(short token) => _received.GetStatus(token);

    void IValueTaskSource<int>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _received.OnCompleted(continuation, state, token, flags);

    void IValueTaskSource.GetResult(short token) => _sent.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => _sent.GetStatus(token);

    void IValueTaskSource.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _sent.OnCompleted(continuation, state, token, flags);

    private static bool TryTake(ref int wait) => wait != 0 && Interlocked.CompareExchange(ref wait, 0, 1) == 1;

    private ValueTask UntilWritableAsync()
    {
        _sent.Reset();
        var version = _sent.Version;
        Interlocked.Exchange(ref _isSending, 1);
        _socket.Use(number => _loop.Change(number, this, EpollEvents.OfConnection | EpollEvents.Writable));
        if (_isDisposed != 0 && TryTake(ref _isSending)) EndSending(Disposed, asynchronously: true);
        return new(this, version);
    }

    private void OnReadable(bool isHungUp)
    {
        _gate.Readable(isHungUp);

        // Nothing has been asked yet, so it is no answer.
        if (_later.IsPutOff) return;
        while (_gate.TryTakeWait())
        {
            if (TryReceive(_room.Span, out var count))
            {
                EndReceiving(count, asynchronously: false);
                return;
            }

            if (WaitToReceive()) return;
        }
    }

    private void OnWritable()
    {
        if (!TryTake(ref _isSending)) return;
        var result = TrySend();
        if (result is LinuxSocket.WouldBlock)
        {
            Interlocked.Exchange(ref _isSending, 1);
            if (_isDisposed == 0 || !TryTake(ref _isSending)) return;
            result = Disposed;
        }

        _socket.Use(number => _loop.Change(number, this, EpollEvents.OfConnection));
        EndSending(result, asynchronously: false);
    }

    // What fails otherwise is told to who receives: the lambda may have said why before.
    private void SendLater()
    {
        if (!_later.TryBegin()) return;
        var isLost = (_loop.HasToLook ? HasStirred() : IsKnownToHaveStirred()) || TrySend() is LinuxSocket.WouldBlock;
        _later.End();
        if (isLost) Dispose();
    }

    private bool TryReceive(Span<byte> room, out int count)
    {
        count = _isDisposed != 0 ? Disposed : _gate.Receive(_socket, room);
        return count is not LinuxSocket.WouldBlock;
    }

    private int TrySend()
    {
        while (!_rest.IsEmpty)
        {
            var sent = _isDisposed != 0 ? Disposed : _socket.Send(_rest.Span);
            if (sent is LinuxSocket.Interrupted) continue;
            if (sent < 0) return sent;
            _rest = _rest[sent..];
        }

        return 0;
    }

    private bool WaitToReceive() => _gate.Wait() && _isDisposed == 0;

    private void EndReceiving(int count, bool asynchronously)
    {
        _received.RunContinuationsAsynchronously = asynchronously;
        if (count >= 0) _received.SetResult(count);
        else _received.SetException(Failure(count));
    }

    private void EndSending(int result, bool asynchronously)
    {
        _sent.RunContinuationsAsynchronously = asynchronously;
        if (result >= 0) _sent.SetResult(true);
        else _sent.SetException(Failure(result));
    }

    private Exception Failure(int error) => _isDisposed != 0 ? new ObjectDisposedException(nameof(LoopSocket)) : SocketFailure.Of(-error);
}
