using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using LocalLambdas.Telemetry;

namespace LocalLambdas.Hosting.FastPath;

/// <summary>
/// What Kestrel reads a connection from. Where it expects the head of a request, those that can be are answered here, and Kestrel only
/// ever sees the first one that cannot: its bytes untouched, all that was answered before it sent.
/// </summary>
internal sealed class FastPathReader(PipeReader input, PipeWriter output, PlainHits hits, ConnectionPatience patience) : PipeReader
{
    // Then it is sent, so that a client who sends many requests at once is not answered by one large piece.
    private const int MostUnsentBytes = 32 * 1024;

    // As many batches without waiting for the client: others have their turn on the thread then.
    private const int MostBatches = 64;

    private bool _isAtHead = true;
    private bool _isGone;

    /// <summary>Says that the request under way has no body: what Kestrel reads next is the head of another.</summary>
    public void ExpectHead() => _isAtHead = !_isGone;

    public override ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default) =>
        _isAtHead ? ReadHeadAsync(cancellationToken) : input.ReadAsync(cancellationToken);

    public override bool TryRead(out ReadResult result) => input.TryRead(out result);

    public override void AdvanceTo(SequencePosition consumed) => input.AdvanceTo(consumed);

    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined) => input.AdvanceTo(consumed, examined);

    public override void CancelPendingRead() => input.CancelPendingRead();

    public override void Complete(Exception? exception = null) => input.Complete(exception);

    // Pooled: it runs as long as the connection has nothing for Kestrel, and a call of Kestrel's is not to cost more than before.
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<ReadResult> ReadHeadAsync(CancellationToken cancellationToken)
    {
        for (var batches = 1; ; batches++)
        {
            var reading = input.ReadAsync(cancellationToken);
            if (!reading.IsCompleted)
            {
                batches = 0;
                patience.WaitsForHead();
            }

            var result = await reading.ConfigureAwait(false);
            patience.Ends();
            if (result.IsCanceled && result.Buffer.IsEmpty && patience.IsOver) return new(result.Buffer, isCanceled: false, isCompleted: true);
            var answered = result.IsCanceled ? 0 : Answer(result.Buffer.FirstSpan);
            if (answered == 0)
            {
                // A read that was cancelled, as Kestrel does to end the connection, has handed over nothing.
                _isAtHead = result.Buffer.IsEmpty;
                return result;
            }

            input.AdvanceTo(result.Buffer.GetPosition(answered));
            var bytes = output.UnflushedBytes;
            var flushing = output.FlushAsync(cancellationToken);
            if (!flushing.IsCompleted) patience.WaitsForClient(bytes);
            _isGone = (await flushing.ConfigureAwait(false)).IsCompleted;
            patience.Ends();
            if (_isGone)
            {
                _isAtHead = false;
                return await input.ReadAsync(cancellationToken).ConfigureAwait(false);
            }

            if (batches == MostBatches)
            {
                batches = 0;
                await Task.Yield();
            }
        }
    }

    /// <summary>How many bytes were requests that are answered now.</summary>
    private int Answer(ReadOnlySpan<byte> bytes)
    {
        var answered = 0;
        if (ProxyTelemetry.IsWantedOfAll) return 0;
        while (answered < bytes.Length && output.UnflushedBytes < MostUnsentBytes && hits.TryAnswer(bytes[answered..], output, out var length))
        {
            answered += length;
        }

        return answered;
    }
}
