namespace LambdaRuntime;

/// <summary>One request from envelope to envelope, whatever carries them.</summary>
public static class Invocation
{
    /// <summary>
    /// Reads a request envelope, has it answered, and returns the response envelope, to be disposed; null when the stream ended without
    /// a byte. An unusable request is answered with 400 (413 when it is too large), a handler that throws with 500.
    /// </summary>
    /// <param name="input">Read up to the end of the JSON object; its end of file is not waited for.</param>
    public static ValueTask<EnvelopeBuffer?> AnswerAsync(Stream input, LambdaHandler handler, CancellationToken cancellationToken) =>
        AnswerAsync(input, handler, cancellationToken, cancellationToken);

    /// <inheritdoc cref="AnswerAsync(Stream, LambdaHandler, CancellationToken)"/>
    /// <param name="networkTransport">What carries the envelopes, for the span of the invocation: <c>tcp</c>, <c>unix</c> or <c>pipe</c>.</param>
    public static ValueTask<EnvelopeBuffer?> AnswerAsync(
        Stream input, LambdaHandler handler, string networkTransport, CancellationToken cancellationToken)
    {
        // A server may hand over a request before it says that it has started
        LambdaStartup.Accepting();
        return AnswerAsync(input, handler, cancellationToken, cancellationToken, new Carrier(networkTransport, takesSpans: false));
    }

    /// <param name="idle">Cancels as long as no byte has come.</param>
    internal static async ValueTask<EnvelopeBuffer?> AnswerAsync(
        Stream input,
        LambdaHandler handler,
        CancellationToken idle,
        CancellationToken cancellationToken,
        Carrier? carrier = null,
        int maxLength = Envelope.MaxLength)
    {
        LambdaRequest? request = null;
        EnvelopeError error;
        using (var buffer = new EnvelopeBuffer())
        {
            error = await ReadAsync(input, buffer, maxLength, idle, cancellationToken).ConfigureAwait(false);
            if (error == EnvelopeError.Empty)
                return null;
            if (error == EnvelopeError.None)
                Envelope.TryReadRequest(buffer.Written.Span, out request, out error);
        }

        return request is null
            ? Write(Unusable(error), null)
            : await InvokeAsync(request, handler, carrier, cancellationToken).ConfigureAwait(false);
    }

    private static async ValueTask<EnvelopeError> ReadAsync(
        Stream input, EnvelopeBuffer buffer, int maxLength, CancellationToken idle, CancellationToken cancellationToken)
    {
        var scanner = new JsonObjectScanner();
        var token = idle;
        while (true)
        {
            var free = buffer.GetMemory(1024);
            var count = await input.ReadAsync(free, token).ConfigureAwait(false);
            if (count == 0)
                return buffer.Written.IsEmpty ? EnvelopeError.Empty : EnvelopeError.Truncated;
            buffer.Advance(count);
            if (scanner.IndexAfterEnd(free.Span[..count]) >= 0)
                return EnvelopeError.None;
            if (buffer.Written.Length > maxLength)
                return EnvelopeError.TooLarge;
            token = cancellationToken;
        }
    }

    private static async ValueTask<EnvelopeBuffer?> InvokeAsync(
        LambdaRequest request, LambdaHandler handler, Carrier? carrier, CancellationToken cancellationToken)
    {
        var observation = Observation.Of(request, carrier);
        try
        {
            var response = await handler(request, cancellationToken).ConfigureAwait(false);
            if (response.WriteBody is not null)
                response = await response.HoldAsync(cancellationToken).ConfigureAwait(false);
            return Write(response, observation);
        }
        catch (Exception exception)
        {
            observation?.Failed(exception);
            return Write(Failure(request, exception), observation);
        }
    }

    /// <summary>Tells standard error what a handler threw, and the client nothing of it.</summary>
    internal static LambdaResponse Failure(LambdaRequest request, Exception exception)
    {
        StandardError.Write($"{request.Method} {request.Uri}: {exception}");
        return LambdaResponse.Problem(500, "The lambda failed", "Its handler threw an exception; see its standard error.");
    }

    private static LambdaResponse Unusable(EnvelopeError error) => LambdaResponse.Problem(
        error == EnvelopeError.TooLarge ? 413 : 400, "Unusable request envelope", $"The request envelope cannot be read: {error}.");

    private static EnvelopeBuffer Write(LambdaResponse response, Observation? observation)
    {
        var buffer = new EnvelopeBuffer();
        Envelope.WriteAnswer(buffer, response, observation);
        return buffer;
    }
}
