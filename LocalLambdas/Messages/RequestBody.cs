using System.Buffers;
using System.IO.Pipelines;
using LocalLambdas.Forwarding;
using LocalLambdas.Hosting;
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
    public RequestBody(PipeReader reader, long? length, IHttpMaxRequestBodySizeFeature? limit, BodyLimits limits)
    {
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
        while (true)
        {
            var result = await ReadNextAsync(cancellationToken).ConfigureAwait(false);
            if (result.IsCompleted)
            {
                await IoThread.LeaveForMany(result.Buffer.Length);
                Held = result.Buffer.ToArray();
                Length = Held.Length;
                IsHeld = true;
                AdvanceTo(result.Buffer.End);
                return;
            }

            AdvanceTo(result.Buffer.Start, result.Buffer.End);
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
            return await _reader!.ReadAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (BadHttpRequestException exception)
        {
            throw exception.StatusCode switch
            {
                StatusCodes.Status413PayloadTooLarge => new ForwardException(ForwardError.RequestTooLarge, exception.Message, exception),
                StatusCodes.Status408RequestTimeout => new(ForwardError.BodyTimedOut, "Less than 240 bytes of the body came in a second.", exception),
                _ => new(ForwardError.BadRequest, exception.Message, exception),
            };
        }
        catch (Exception exception) when (exception is IOException or InvalidOperationException)
        {
            // Kestrel makes no bad request of these: a chunk size beyond all numbers, a trailer whose value is not UTF-8, a client that is gone.
            throw new ForwardException(ForwardError.BadRequest, "The body is not legal HTTP, or broke off.", exception);
        }
    }
}
