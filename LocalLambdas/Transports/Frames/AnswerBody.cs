using System.Buffers;
using System.Diagnostics;
using System.IO.Pipelines;
using LocalLambdas.Messages;

namespace LocalLambdas.Transports.Frames;

/// <summary>
/// The rest of an answer: what the lambda sends is put in by the connection's reader, and taken out by who writes to the client. It never
/// holds more than the credit of a stream.
/// </summary>
/// <param name="already">So many bytes were delivered with the head.</param>
internal sealed class AnswerBody(FrameConnection connection, FrameExchange exchange, int already) : ComingBody
{
    // Who puts in holds the gate, and never waits: the credit is the bound.
    private readonly Pipe _pipe = new(new PipeOptions(readerScheduler: PipeScheduler.ThreadPool, pauseWriterThreshold: 0, useSynchronizationContext: false));
    private int _toGrant = already;

    /// <summary>Under the connection's gate.</summary>
    public void Take(ReadOnlySpan<byte> bytes, bool isEnd)
    {
        _pipe.Writer.Write(bytes);
        if (isEnd)
        {
            _pipe.Writer.Complete();
            return;
        }

        var flushed = _pipe.Writer.FlushAsync();
        Debug.Assert(flushed.IsCompletedSuccessfully, "The pipe never holds up who writes.");
    }

    /// <summary>Under the connection's gate.</summary>
    public void Fail(Exception failure) => _pipe.Writer.Complete(failure);

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        // What was delivered before has been passed on by now.
        connection.Consumed(exchange, _toGrant);
        _toGrant = 0;
        if (!_pipe.Reader.TryRead(out var result))
        {
            connection.ReaderWaits(exchange, true);
            try
            {
                result = await _pipe.Reader.ReadAsync(cancellationToken).ConfigureAwait(false);
            }
            finally
            {
                connection.ReaderWaits(exchange, false);
            }
        }

        var bytes = result.Buffer.Slice(0, Math.Min(result.Buffer.Length, buffer.Length));
        bytes.CopyTo(buffer.Span);
        var count = (int)bytes.Length;
        _pipe.Reader.AdvanceTo(bytes.End);
        _toGrant = count;
        return count;
    }

    public override async ValueTask DisposeAsync()
    {
        connection.GiveUpRest(exchange);
        await _pipe.Reader.CompleteAsync().ConfigureAwait(false);
        if (exchange.Pump is { } pump) await pump.StopAsync().ConfigureAwait(false);
        await base.DisposeAsync().ConfigureAwait(false);
    }
}
