using System.Buffers;
using System.Globalization;
using LocalLambdas.Envelopes;
using LocalLambdas.Lambdas;
using LocalLambdas.Telemetry;
using LocalLambdas.Transports;

namespace LocalLambdas.Forwarding;

/// <summary>Carries one request to a lambda's process and its answer back.</summary>
internal sealed class Forwarder(ForwardLog log)
{
    /// <exception cref="ForwardException">The lambda did not start, or did not answer as the protocol says.</exception>
    /// <param name="timeline">Told what the call takes; null when nobody wants to know.</param>
    public ValueTask<LambdaResponse> ForwardAsync(Lambda lambda, LambdaRequest request, RequestTimeline? timeline, CancellationToken cancellationToken) =>
        timeline is null ? ForwardAsync(lambda, request, null, false, cancellationToken) : TimeAsync(lambda, request, timeline, cancellationToken);

    private async ValueTask<LambdaResponse> TimeAsync(Lambda lambda, LambdaRequest request, RequestTimeline timeline, CancellationToken cancellationToken)
    {
        var times = timeline.InvokeBegins(lambda.Definition);
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

    private async ValueTask<LambdaResponse> ForwardAsync(
        Lambda lambda, LambdaRequest request, InvokeTimeline? times, bool wantsHeader, CancellationToken cancellationToken)
    {
        var envelope = new ArrayBufferWriter<byte>(512 + (request.Body.Length * 4 / 3));
        EnvelopeWriter.Write(envelope, request, times?.Activity);
        try
        {
            // Given back before the next is waited for: a process is not ended before it has nothing in flight any more.
            using (var lease = await AcquireAsync(lambda, times, cancellationToken).ConfigureAwait(false))
            {
                try
                {
                    return await ExchangeAsync(lambda, lease.Instance, envelope.WrittenMemory, times, wantsHeader, cancellationToken).ConfigureAwait(false);
                }
                catch (TransportException exception) when (exception.Error is TransportError.Connect)
                {
                    // Nobody accepted, so nobody saw the request: the process is ending and the next one may have it.
                    lambda.Discard(lease.Instance);
                }
            }

            using var next = await AcquireAsync(lambda, times, cancellationToken).ConfigureAwait(false);
            return await ExchangeAsync(lambda, next.Instance, envelope.WrittenMemory, times, wantsHeader, cancellationToken).ConfigureAwait(false);
        }
        catch (TransportException exception)
        {
            log.ExchangeFailed(lambda.Definition.Id, exception.Error, exception.Message);
            throw new ForwardException(ErrorOf(exception.Error), exception.Message, exception);
        }
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
            throw new ForwardException(error, exception.Message, exception) { RetryAfter = exception.RetryAfter };
        }
    }

    private async ValueTask<LambdaResponse> ExchangeAsync(
        Lambda lambda,
        LambdaInstance instance,
        ReadOnlyMemory<byte> envelope,
        InvokeTimeline? times,
        bool wantsHeader,
        CancellationToken cancellationToken)
    {
        var definition = lambda.Definition;
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(definition.RequestTimeout);
        try
        {
            // The process tells of its start in its first answer: only to who asked before there was one.
            var isFirst = instance.Start.FirstAnswer is null;
            var isSampled = times?.Activity is not null;
            var extras = isFirst || isSampled ? new EnvelopeExtras(isSampled) : null;
            times?.ExchangeBegins(instance.Transport.Address);
            using var answer = await instance.Transport.ExchangeAsync(envelope, times, timeout.Token).ConfigureAwait(false);
            times?.ExchangeEnds();
            instance.Start.Answered();
            var error = EnvelopeReader.Read(answer.Written, extras, out var response);
            if (error is EnvelopeError.None)
            {
                if (isFirst && StartupTimes.TryRead(extras!.Startup, out var startup)) instance.Start.Reported(startup);
                return times is null ? response! : times.Answered(response!, extras, wantsHeader);
            }

            log.BadEnvelope(definition.Id, error, answer.Length);
            throw error is EnvelopeError.Empty
                ? new ForwardException(ForwardError.LambdaConnectionLost, "The lambda closed the connection without an answer.")
                : new ForwardException(ForwardError.BadEnvelope, $"The lambda's answer is no legal envelope: {error}.");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            log.TimedOut(definition.Id, definition.RequestTimeout.TotalSeconds);
            throw new ForwardException(
                ForwardError.RequestTimedOut,
                string.Create(CultureInfo.InvariantCulture, $"The lambda did not answer within {definition.RequestTimeout.TotalSeconds} s."));
        }
    }

    private static ForwardError ErrorOf(TransportError error) => error switch
    {
        TransportError.Connect => ForwardError.LambdaUnreachable,
        TransportError.ConnectionLost => ForwardError.LambdaConnectionLost,
        TransportError.AnswerTooLarge => ForwardError.AnswerTooLarge,
        TransportError.HttpStatus => ForwardError.LambdaRefusedEnvelope,
        _ => throw new ArgumentOutOfRangeException(nameof(error), error, null),
    };
}
