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
    private static readonly TimeSpan TryAgainAfter = TimeSpan.FromSeconds(1);

    // The connections of a process that ends are closed first; only then can its end be told.
    private static readonly TimeSpan EndIsNoticedWithin = TimeSpan.FromMilliseconds(500);

    /// <exception cref="ForwardException">The lambda did not start, or did not answer as the protocol says.</exception>
    /// <param name="timeline">Told what the call takes; null when nobody wants to know.</param>
    public ValueTask<LambdaResponse> ForwardAsync(Lambda lambda, LambdaRequest request, RequestTimeline? timeline, CancellationToken cancellationToken) =>
        lambda.Admission is { } admission
            ? AdmitAsync(admission, lambda, request, timeline, cancellationToken)
            : AdmittedAsync(lambda, request, timeline, cancellationToken);

    private async ValueTask<LambdaResponse> AdmitAsync(
        AdmissionQueue admission, Lambda lambda, LambdaRequest request, RequestTimeline? timeline, CancellationToken cancellationToken)
    {
        if (!admission.TryEnter()) await QueueAsync(admission, lambda, timeline, cancellationToken).ConfigureAwait(false);
        try
        {
            return await AdmittedAsync(lambda, request, timeline, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            admission.Leave();
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

    private ValueTask<LambdaResponse> AdmittedAsync(Lambda lambda, LambdaRequest request, RequestTimeline? timeline, CancellationToken cancellationToken) =>
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
            return await TryOnceAsync(lambda, request.Method, envelope.WrittenMemory, times, wantsHeader, cancellationToken).ConfigureAwait(false)
                ?? await ExchangeAsync(lambda, envelope.WrittenMemory, times, wantsHeader, cancellationToken).ConfigureAwait(false);
        }
        catch (TransportException exception)
        {
            log.ExchangeFailed(lambda.Definition.Id, exception.Error, exception.Message);
            throw new ForwardException(ErrorOf(exception.Error), exception.Message, exception);
        }
    }

    /// <returns>Null if another process may have the request.</returns>
    private async ValueTask<LambdaResponse?> TryOnceAsync(
        Lambda lambda, string method, ReadOnlyMemory<byte> envelope, InvokeTimeline? times, bool wantsHeader, CancellationToken cancellationToken)
    {
        using var lease = await AcquireAsync(lambda, times, cancellationToken).ConfigureAwait(false);
        try
        {
            return await ExchangeAsync(lambda, lease.Instance, envelope, times, wantsHeader, cancellationToken).ConfigureAwait(false);
        }
        catch (TransportException exception) when (exception.Error is TransportError.Connect)
        {
            // Nobody accepted, so nobody saw the request: the process is ending and the next one may have it.
            lambda.Discard(lease.Instance);
            return null;
        }
        catch (TransportException exception) when (exception.Error is TransportError.NoAnswer && IsIdempotent(method))
        {
            // RFC 9110, 9.2.2: what is idempotent may be sent again, once. A process that lives has closed the connection on purpose.
            if (!await HasEndedAsync(lease.Instance, cancellationToken).ConfigureAwait(false)) throw;
            log.Retried(lambda.Definition.Id, method, lease.Instance.Process.Id);
            ProxyMetrics.Retried(lambda.Definition.Id);
            return null;
        }
    }

    private async ValueTask<LambdaResponse> ExchangeAsync(
        Lambda lambda, ReadOnlyMemory<byte> envelope, InvokeTimeline? times, bool wantsHeader, CancellationToken cancellationToken)
    {
        using var lease = await AcquireAsync(lambda, times, cancellationToken).ConfigureAwait(false);
        return await ExchangeAsync(lambda, lease.Instance, envelope, times, wantsHeader, cancellationToken).ConfigureAwait(false);
    }

    private static async ValueTask<bool> HasEndedAsync(LambdaInstance instance, CancellationToken cancellationToken)
    {
        await ((Task)instance.Process.Exited).WaitAsync(EndIsNoticedWithin, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return instance.HasEnded;
    }

    // Methods that RFC 9110, 9.2.2 names, without TRACE; of others, such as PROPFIND, the proxy does not know.
    private static bool IsIdempotent(string method) => method is "GET" or "HEAD" or "OPTIONS" or "PUT" or "DELETE";

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
        TransportError.NoAnswer or TransportError.ConnectionLost => ForwardError.LambdaConnectionLost,
        TransportError.AnswerTooLarge => ForwardError.AnswerTooLarge,
        TransportError.HttpStatus => ForwardError.LambdaRefusedEnvelope,
        _ => throw new ArgumentOutOfRangeException(nameof(error), error, null),
    };
}
