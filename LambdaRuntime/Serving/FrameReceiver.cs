using System.Buffers.Binary;
using LambdaRuntime.Frames;

namespace LambdaRuntime;

/// <summary>
/// Receives frames and runs handlers, on one thread: the answers to what has come at once go out at once. When a handler keeps the thread,
/// another one receives in its place, and the first ends with its handler.
/// </summary>
internal sealed class FrameReceiver(FrameServer server, Channel channel)
{
    private readonly FrameInput _input = new();
    private readonly InlinePolicy _policy = server.Policy;

    // Of the thread that receives: everything below is its own, handed over with the turn
    private Turn _turn = new();
    private uint _highest;
    private Exchange? _running;

    // Odd while frames are worked on
    private long _batch = 1;

    /// <summary>Changes with each batch; odd while one is worked on.</summary>
    public long Batch => Volatile.Read(ref _batch);

    public void Start() => Start(_turn);

    /// <summary>Takes the turn from a thread that is in a handler, if it still is.</summary>
    public void TakeOver()
    {
        var turn = _turn;
        if (Interlocked.CompareExchange(ref turn.State, TurnState.Lost, TurnState.InHandler) != TurnState.InHandler)
            return;
        server.Exchanges.Add(_running!);
        _policy.Blocked();
        _turn = new();
        Start(_turn);
    }

    private void Start(Turn turn) => new Thread(() => Run(turn)) { IsBackground = true, Name = "frames" }.UnsafeStart();

    private void Run(Turn turn)
    {
        do
        {
            if (!TryTakeAll(turn, out var error))
                return;
            server.Output.Flush();
            Interlocked.Increment(ref _batch);
            if (error != FrameError.None)
            {
                server.End(error);
                return;
            }
        }
        while (Receive());
        server.End(FrameError.None);
    }

    private bool Receive()
    {
        var count = channel.Receive(_input.Free().Span);

        // A full fence, so that either the watch sees the batch or this thread sees the watch asleep
        Interlocked.Increment(ref _batch);
        server.WakeWatch();
        _input.Advance(count);
        return count > 0;
    }

    // False when the turn was lost
    private bool TryTakeAll(Turn turn, out FrameError error)
    {
        while (_input.TryRead(out var header, out var payload, out error))
        {
            error = Take(header, payload.Span, out var ready);
            if (error != FrameError.None)
                return true;
            if (ready is not null && !TryRun(ready, turn))
                return false;
        }

        return true;
    }

    private bool TryRun(Exchange exchange, Turn turn)
    {
        if (exchange.IsReading || !_policy.IsInline)
        {
            server.Exchanges.Add(exchange);
            ThreadPool.UnsafeQueueUserWorkItem(exchange, preferLocal: false);
            return true;
        }

        _running = exchange;
        Volatile.Write(ref turn.State, TurnState.InHandler);
        exchange.Run();
        if (Interlocked.CompareExchange(ref turn.State, TurnState.Receiving, TurnState.InHandler) == TurnState.InHandler)
            return true;
        server.Output.Flush();
        return false;
    }

    private FrameError Take(FrameHeader header, ReadOnlySpan<byte> payload, out Exchange? ready)
    {
        ready = null;
        if (header.Type == FrameType.Request)
            return TakeRequest(header, payload, out ready);
        if (header.Type is not (FrameType.Data or FrameType.Credit or FrameType.Cancel) || header.Stream > _highest)
            return FrameError.OutOfOrder;

        // What is not found is over: the frame has crossed its end
        if (server.Exchanges.Find(header.Stream) is not { } exchange)
            return FrameError.None;
        switch (header.Type)
        {
            case FrameType.Data:
                return exchange.TakeBody(payload, header.IsEnd, out ready);
            case FrameType.Credit:
                return exchange.TakeCredit(BinaryPrimitives.ReadUInt32LittleEndian(payload));
            default:
                exchange.Cancel();
                return FrameError.None;
        }
    }

    private FrameError TakeRequest(FrameHeader header, ReadOnlySpan<byte> payload, out Exchange? ready)
    {
        ready = null;
        if (header.Stream <= _highest)
            return FrameError.OutOfOrder;
        _highest = header.Stream;
        var error = RequestHead.Read(payload, out var head);
        if (error != FrameError.None || !server.Exchanges.TryTake(header.Stream))
            return error;
        return new Exchange(server, header.Stream).TakeHead(head, header.IsEnd, out ready);
    }

    /// <summary>The time in which one thread receives.</summary>
    private sealed class Turn
    {
        public int State;
    }

    private static class TurnState
    {
        public const int Receiving = 0;
        public const int InHandler = 1;
        public const int Lost = 2;
    }
}
