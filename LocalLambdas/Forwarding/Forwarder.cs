using System.Runtime.CompilerServices;
using LocalLambdas.Lambdas;
using LocalLambdas.Messages;
using LocalLambdas.Telemetry;
using LocalLambdas.Transports;

namespace LocalLambdas.Forwarding;

/// <summary>
/// Carries one request to a lambda's process and its answer back. What every request waits in is pooled or no async method at all: a call that
/// waits would allocate the state of each.
/// </summary>
internal sealed class Forwarder(ForwardLog log)
{
    private static readonly TimeSpan TryAgainAfter = TimeSpan.FromSeconds(1);

    // The connections of a process that ends are closed first; only then can its end be told.
    private static readonly TimeSpan EndIsNoticedWithin = TimeSpan.FromMilliseconds(500);

    /// <exception cref="ForwardException">The lambda did not start, or did not answer as the protocol says.</exception>
    /// <param name="timeline">Told what the call takes; null when nobody wants to know.</param>
    public ValueTask<LambdaResponse> ForwardAsync(Lambda lambda, LambdaRequest request, RequestTimeline? timeline, CancellationToken cancellationToken) =>
        request.Body.IsHeld ? HeldAsync(lambda, request, timeline, null, cancellationToken) : HoldAndForwardAsync(lambda, request, timeline, cancellationToken);

    /// <summary>The rest of an answer did not come.</summary>
    public ForwardException BrokenOff(Lambda? lambda, TransportException exception)
    {
        log.BrokenOff(lambda?.Definition.Id ?? "", exception.Error, exception.Message);
        return new(ErrorOf(exception.Error), exception.Message, exception);
    }

    private async ValueTask<LambdaResponse> HoldAndForwardAsync(
        Lambda lambda, LambdaRequest request, RequestTimeline? timeline, CancellationToken cancellationToken)
    {
        // Before anything is taken that others wait for: a client may be slow.
        if (lambda.Streams is { } streams) await HoldAsync(request.Body, streams, cancellationToken).ConfigureAwait(false);
        else if (request.Body.IsAllowedAnyway) await request.Body.HoldIfShortAsync(cancellationToken).ConfigureAwait(false);
        InvokeTimeline? times = null;
        if (lambda.Admission is not null && lambda.Streams is null && !request.Body.IsHeld)
        {
            times = timeline?.InvokeBegins(lambda.Definition);
            streams = await ShowsToStreamAsync(lambda, times, cancellationToken).ConfigureAwait(false);
            await HoldAsync(request.Body, streams, cancellationToken).ConfigureAwait(false);
        }

        return await HeldAsync(lambda, request, timeline, times, cancellationToken).ConfigureAwait(false);
    }

    /// <param name="times">Of the call, if it has begun.</param>
    private ValueTask<LambdaResponse> HeldAsync(
        Lambda lambda, LambdaRequest request, RequestTimeline? timeline, InvokeTimeline? times, CancellationToken cancellationToken) =>
        lambda.Admission is { } admission
            ? AdmitAsync(admission, lambda, request, timeline, times, cancellationToken)
            : AdmittedAsync(lambda, request, timeline, times, cancellationToken);

    private async ValueTask<LambdaResponse> AdmitAsync(
        AdmissionQueue admission, Lambda lambda, LambdaRequest request, RequestTimeline? timeline, InvokeTimeline? times, CancellationToken cancellationToken)
    {
        if (!admission.TryEnter()) await QueueAsync(admission, lambda, timeline, cancellationToken).ConfigureAwait(false);
        var slot = new AdmissionSlot(admission);
        try
        {
            return (await AdmittedAsync(lambda, request, timeline, times, cancellationToken).ConfigureAwait(false)).Holding(slot);
        }
        catch
        {
            slot.Dispose();
            throw;
        }
    }

    private static async ValueTask QueueAsync(AdmissionQueue admission, Lambda lambda, RequestTimeline? timeline, CancellationToken cancellationToken)
    {
        timeline?.QueueBegins();
        try
        {
            // Who has waited as long as the answer might take is told rather than kept.
            if (await admission.WaitAsync(lambda.Definition.RequestTimeout, cancellationToken).ConfigureAwait(false)) return;
            throw new ForwardException(ForwardError.Overloaded, "The lambda has as many requests as it may have, and so has its queue.") { RetryAfter = TryAgainAfter };
        }
        finally
        {
            timeline?.QueueEnds();
        }
    }

    // By a process of it.
    private static async ValueTask<bool> ShowsToStreamAsync(Lambda lambda, InvokeTimeline? times, CancellationToken cancellationToken)
    {
        try
        {
            using var lease = await AcquireAsync(lambda, times, cancellationToken).ConfigureAwait(false);
            return lease.Instance.Transport.Streams;
        }
        catch (ForwardException failure)
        {
            times?.Failed(failure.Error);
            throw;
        }
    }

    private ValueTask<LambdaResponse> AdmittedAsync(
        Lambda lambda, LambdaRequest request, RequestTimeline? timeline, InvokeTimeline? times, CancellationToken cancellationToken) =>
        timeline is null
            ? ForwardAsync(lambda, request, null, false, cancellationToken)
            : TimeAsync(lambda, request, timeline, times ?? timeline.InvokeBegins(lambda.Definition), cancellationToken);

    private async ValueTask<LambdaResponse> TimeAsync(
        Lambda lambda, LambdaRequest request, RequestTimeline timeline, InvokeTimeline times, CancellationToken cancellationToken)
    {
        try
        {
            return await ForwardAsync(lambda, request, times, timeline.WantsHeader, cancellationToken).ConfigureAwait(false);
        }
        catch (ForwardException failure)
        {
            times.Failed(failure.Error);
            throw;
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<LambdaResponse> ForwardAsync(
        Lambda lambda, LambdaRequest request, InvokeTimeline? times, bool wantsHeader, CancellationToken cancellationToken)
    {
        for (var isFirst = true; ; isFirst = false)
        {
            var lease = await AcquireAsync(lambda, times, cancellationToken).ConfigureAwait(false);
            try
            {
                return (await ExchangeAsync(lease.Instance, request, times, wantsHeader, cancellationToken).ConfigureAwait(false)).Holding(lease);
            }
            catch (TransportException exception)
            {
                // Not before it is asked what became of the process, and before another one is waited for.
                using (lease)
                {
                    if (isFirst && await MayTryAgainAsync(lambda, lease.Instance, request, exception.Error, cancellationToken).ConfigureAwait(false)) continue;
                }

                // What it says next cannot be understood either.
                if (exception.Error is TransportError.BadFrame) lambda.Discard(lease.Instance);
                log.ExchangeFailed(lambda.Definition.Id, exception.Error, exception.Message);
                throw new ForwardException(ErrorOf(exception.Error), exception.Message, exception);
            }
            catch
            {
                lease.Dispose();
                throw;
            }
        }
    }

    /// <returns>Whether another process may have the request.</returns>
    private async ValueTask<bool> MayTryAgainAsync(
        Lambda lambda, LambdaInstance instance, LambdaRequest request, TransportError error, CancellationToken cancellationToken)
    {
        if (!request.Body.CanBeSentAgain) return false;
        if (error is TransportError.Connect)
        {
            // Nobody accepted, so nobody saw the request: the process is ending and the next one may have it.
            lambda.Discard(instance);
            return true;
        }

        // RFC 9110, 9.2.2: what is idempotent may be sent again, once. A process that lives has closed the connection on purpose.
        if (error is not TransportError.NoAnswer || !Methods.AreIdempotent(request.Method)) return false;
        if (!await HasEndedAsync(instance, cancellationToken).ConfigureAwait(false)) return false;
        log.Retried(lambda.Definition.Id, request.Method, instance.Process.Id);
        ProxyMetrics.Retried(lambda.Definition.Id);
        return true;
    }

    private static ValueTask<LambdaResponse> ExchangeAsync(
        LambdaInstance instance, LambdaRequest request, InvokeTimeline? times, bool wantsHeader, CancellationToken cancellationToken)
    {
        var holding = HoldAsync(request.Body, instance.Transport.Streams, cancellationToken);
        return holding.IsCompletedSuccessfully && times is null
            ? instance.Transport.ExchangeAsync(request, null, cancellationToken)
            : HoldAndExchangeAsync(holding, instance, request, times, wantsHeader, cancellationToken);
    }

    private static async ValueTask<LambdaResponse> HoldAndExchangeAsync(
        ValueTask holding, LambdaInstance instance, LambdaRequest request, InvokeTimeline? times, bool wantsHeader, CancellationToken cancellationToken)
    {
        await holding.ConfigureAwait(false);
        var response = await instance.Transport.ExchangeAsync(request, times, cancellationToken).ConfigureAwait(false);
        return times is null ? response : times.Answered(response, wantsHeader);
    }

    // What is held can be sent again.
    private static ValueTask HoldAsync(RequestBody body, bool streams, CancellationToken cancellationToken) =>
        streams ? body.HoldIfShortAsync(cancellationToken) : body.HoldAsync(cancellationToken);

    private static async ValueTask<bool> HasEndedAsync(LambdaInstance instance, CancellationToken cancellationToken)
    {
        await ((Task)instance.Process.Exited).WaitAsync(EndIsNoticedWithin, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return instance.HasEnded;
    }

    private static async ValueTask<LambdaLease> AcquireAsync(Lambda lambda, InvokeTimeline? times, CancellationToken cancellationToken)
    {
        times?.WaitBegins();
        try
        {
            var lease = await lambda.AcquireAsync(cancellationToken).ConfigureAwait(false);
            times?.Acquired(lease);
            return lease;
        }
        catch (LambdaStartException exception)
        {
            times?.StartFailed(lambda.Snapshot().LastStart);
            var error = exception.Failure switch
            {
                StartFailure.TimedOut => ForwardError.StartTimedOut,
                StartFailure.BackingOff => ForwardError.BackingOff,
                StartFailure.Stopped => ForwardError.Stopped,
                _ => ForwardError.StartFailed,
            };

            // What the system says names files, which are nobody's business but the log's.
            var detail = exception.Failure is StartFailure.SpawnFailed ? "The process could not be created. The proxy's log says why." : exception.Message;
            throw new ForwardException(error, detail, exception) { RetryAfter = exception.RetryAfter };
        }
    }

    private static ForwardError ErrorOf(TransportError error) => error switch
    {
        TransportError.Connect => ForwardError.LambdaUnreachable,
        TransportError.NoAnswer or TransportError.ConnectionLost => ForwardError.LambdaConnectionLost,
        TransportError.AnswerTooLarge => ForwardError.AnswerTooLarge,
        TransportError.HttpStatus => ForwardError.LambdaRefusedEnvelope,
        TransportError.BadEnvelope => ForwardError.BadEnvelope,
        TransportError.BadFrame => ForwardError.BadFrame,
        TransportError.BadResponse => ForwardError.BadResponse,
        TransportError.TimedOut => ForwardError.RequestTimedOut,
        _ => throw new ArgumentOutOfRangeException(nameof(error), error, null),
    };
}
