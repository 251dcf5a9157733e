using System.Buffers;
using System.IO.Pipelines;
using LocalLambdas.Forwarding;
using LocalLambdas.Hosting;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace LocalLambdas.Messages;

/// <summary>
/// A request's body: in memory, or still with the client. A transport whose protocol carries it whole holds it first; one that streams reads
/// it piece by piece, and then the request cannot be sent again.
/// </summary>
internal sealed class RequestBody
{
    public static readonly RequestBody None = new(default(ReadOnlyMemory<byte>));

    private const int LongestShort = 64 * 1024;

    // Half of what the server receives at once while bodies pass.
    private const int WorthPassingOn = BlockPool.LargeBytes / 2;

    private readonly PipeReader? _reader;
    private readonly IHttpMaxRequestBodySizeFeature? _limit;
    private readonly BodyLimits _limits;
    private readonly IHttpRequestLifetimeFeature? _client;
    private bool _begun;

    public RequestBody(ReadOnlyMemory<byte> held)
    {
        Held = held;
        IsHeld = true;
        Length = held.Length;
        _limits = new(null, null);
    }

    /// <param name="length">As the client said it; null if it did not.</param>
    /// <param name="limit">Where the server is told the limit, which counts what it reads; null if it has none.</param>
    /// <param name="client">Where the server is told that the client is gone.</param>
    public RequestBody(PipeReader reader, long? length, IHttpMaxRequestBodySizeFeature? limit, BodyLimits limits, IHttpRequestLifetimeFeature? client = null)
    {
        _client = client;
        _reader = reader;
        _limit = limit;
        _limits = limits;
        Length = length;
    }

    /// <summary>Null if it is not known before the end.</summary>
    public long? Length { get; private set; }

    public bool IsHeld { get; private set; }

    /// <summary>Only if <see cref="IsHeld"/>.</summary>
    public ReadOnlyMemory<byte> Held { get; private set; }

    /// <summary>Its length is known, and within the limits whether it is held or passes.</summary>
    public bool IsAllowedAnyway => IsHeld || (Length is { } length && !(length > _limits.HeldBytes) && !(length > _limits.StreamedBytes));

    /// <summary>Whether the request can go to another process: no byte of the body is gone.</summary>
    public bool CanBeSentAgain => IsHeld || !_begun;

    /// <summary>Reads it into memory, unless that has been done.</summary>
    /// <exception cref="ForwardException">The body is too large to be held, or not legal HTTP.</exception>
    public ValueTask HoldAsync(CancellationToken cancellationToken) => IsHeld ? default : HoldAsync(_limits.HeldBytes, cancellationToken);

    /// <summary>Reads into memory what is so short that nothing is saved by streaming it. The rest stays with the client.</summary>
    /// <exception cref="ForwardException">The body is too large, or not legal HTTP.</exception>
    public ValueTask HoldIfShortAsync(CancellationToken cancellationToken) =>
        IsHeld || Length is not <= LongestShort ? default : HoldAsync(_limits.StreamedBytes, cancellationToken);

    /// <summary>The next bytes of a body that is not held.</summary>
    /// <exception cref="ForwardException">The body is too large, or not legal HTTP.</exception>
    public async ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken)
    {
        Begin(_limits.StreamedBytes);
        BlockPool.Instance.BodyPasses();
        var result = await ReadNextAsync(cancellationToken).ConfigureAwait(false);
        if (result.IsCompleted || result.IsCanceled || result.Buffer.Length >= WorthPassingOn) return result;

        // Who found the socket ready goes on receiving meanwhile, and what comes until another thread is here goes along.
        AdvanceTo(result.Buffer.Start, result.Buffer.Start);
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        return await ReadNextAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>A read that is under way, or else the next one, returns at once and is canceled.</summary>
    public void CancelRead() => _reader!.CancelPendingRead();

    public void AdvanceTo(SequencePosition consumed) => _reader!.AdvanceTo(consumed);

    public void AdvanceTo(SequencePosition consumed, SequencePosition examined) => _reader!.AdvanceTo(consumed, examined);

    private async ValueTask HoldAsync(long? limit, CancellationToken cancellationToken)
    {
        Begin(limit);
        var first = await ReadNextAsync(cancellationToken).ConfigureAwait(false);
        Held = first.IsCompleted ? await TakeAsync(first).ConfigureAwait(false) : await CollectAsync(first, cancellationToken).ConfigureAwait(false);
        Length = Held.Length;
        IsHeld = true;
    }

    private async ValueTask<ReadOnlyMemory<byte>> TakeAsync(ReadResult whole)
    {
        await IoThread.LeaveForMany(whole.Buffer.Length);
        var held = whole.Buffer.ToArray();
        AdvanceTo(whole.Buffer.End);
        return held;
    }

    // What has come is taken at once: when the client goes while bytes were looked at and left, Kestrel does not take back its own read, and
    // fails at the next one (Http1ContentLengthMessageBody: _cannotResetInputPipe).
    private async ValueTask<ReadOnlyMemory<byte>> CollectAsync(ReadResult result, CancellationToken cancellationToken)
    {
        // No more than has come is made room for, or else a client would need no bytes to take memory.
        var collected = new MemoryStream((int)Math.Min(Length ?? 0, LongestShort));
        while (true)
        {
            await IoThread.LeaveForMany(result.Buffer.Length);
            foreach (var piece in result.Buffer) collected.Write(piece.Span);
            AdvanceTo(result.Buffer.End);
            if (result.IsCompleted) return collected.GetBuffer().AsMemory(0, (int)collected.Length);
            result = await ReadNextAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private void Begin(long? limit)
    {
        if (_begun) return;
        _begun = true;

        // Only until the first byte is read. Kestrel refuses what is announced too large before it asks for it with 100-continue.
        if (_limit is { IsReadOnly: false }) _limit.MaxRequestBodySize = limit;
    }

    private async ValueTask<ReadResult> ReadNextAsync(CancellationToken cancellationToken)
    {
        try
        {
            var reading = _reader!.ReadAsync(CancellationToken.None);
            if (reading.IsCompleted) return await reading.ConfigureAwait(false);

            // Given up by a token, a read would count as under way for ever (Http1ContentLengthMessageBody: "Reading is already in progress").
            await using (cancellationToken.UnsafeRegister(static reader => ((PipeReader)reader!).CancelPendingRead(), _reader).ConfigureAwait(false))
            {
                var result = await reading.ConfigureAwait(false);
                if (!result.IsCanceled || !cancellationToken.IsCancellationRequested) return result;
                _reader.AdvanceTo(result.Buffer.Start);
                throw new OperationCanceledException(cancellationToken);
            }
        }
        catch (BadHttpRequestException exception)
        {
            throw exception.StatusCode switch
            {
                StatusCodes.Status413PayloadTooLarge => Failure(ForwardError.RequestTooLarge, exception.Message, exception),
                StatusCodes.Status408RequestTimeout => Failure(ForwardError.BodyTimedOut, "Less than 240 bytes of the body came in a second.", exception),
                _ => Failure(ForwardError.BadRequest, exception.Message, exception),
            };
        }
        catch (ConnectionResetException exception)
        {
            // Kestrel learns it too, but perhaps not before it tries to read what is left of the body, and fails at it.
            _client?.Abort();
            throw Failure(ForwardError.BadRequest, "The body broke off.", exception);
        }
        catch (Exception exception) when (exception is IOException or InvalidOperationException)
        {
            // Kestrel makes no bad request of these: a chunk size beyond all numbers, a trailer whose value is not UTF-8.
            throw Failure(ForwardError.BadRequest, "The body is not legal HTTP.", exception);
        }
    }

    // Nobody knows where the request ends.
    private static ForwardException Failure(ForwardError error, string detail, Exception inner) => new(error, detail, inner) { ClosesConnection = true };
}
