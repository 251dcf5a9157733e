using System.Buffers;
using System.Globalization;
using LocalLambdas.Envelopes;
using LocalLambdas.Lambdas;
using LocalLambdas.Transports;

namespace LocalLambdas.Forwarding;

/// <summary>Carries one request to a lambda's process and its answer back.</summary>
internal sealed class Forwarder(ForwardLog log)
{
    /// <exception cref="ForwardException">The lambda did not start, or did not answer as the protocol says.</exception>
    public async ValueTask<LambdaResponse> ForwardAsync(Lambda lambda, LambdaRequest request, CancellationToken cancellationToken)
    {
        var envelope = new ArrayBufferWriter<byte>(512 + (request.Body.Length * 4 / 3));
        EnvelopeWriter.Write(envelope, request);
        try
        {
            using var lease = await AcquireAsync(lambda, cancellationToken).ConfigureAwait(false);
            try
            {
                return await ExchangeAsync(lambda, lease.Instance, envelope.WrittenMemory, cancellationToken).ConfigureAwait(false);
            }
            catch (TransportException exception) when (exception.Error is TransportError.Connect)
            {
                // Nobody accepted, so nobody saw the request: the process is ending and the next one may have it.
                lambda.Discard(lease.Instance);
            }

            using var next = await AcquireAsync(lambda, cancellationToken).ConfigureAwait(false);
            return await ExchangeAsync(lambda, next.Instance, envelope.WrittenMemory, cancellationToken).ConfigureAwait(false);
        }
        catch (TransportException exception)
        {
            log.ExchangeFailed(lambda.Definition.Id, exception.Error, exception.Message);
            throw new ForwardException(ErrorOf(exception.Error), exception.Message, exception);
        }
    }

    private static async ValueTask<LambdaLease> AcquireAsync(Lambda lambda, CancellationToken cancellationToken)
    {
        try
        {
            return await lambda.AcquireAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (LambdaStartException exception)
        {
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
        Lambda lambda, LambdaInstance instance, ReadOnlyMemory<byte> envelope, CancellationToken cancellationToken)
    {
        var definition = lambda.Definition;
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(definition.RequestTimeout);
        try
        {
            using var answer = await instance.Transport.ExchangeAsync(envelope, timeout.Token).ConfigureAwait(false);
            instance.Start.Answered();
            var error = EnvelopeReader.Read(answer.Written, out var response);
            if (error is EnvelopeError.None) return response!;

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
