namespace LambdaRuntime;

/// <summary>One request that came without an envelope, over plain HTTP.</summary>
public static class HttpInvocation
{
    /// <summary>Has it answered. A handler that throws is answered with 500.</summary>
    /// <param name="networkTransport">What carries it, for the span of the invocation: <c>tcp</c> or <c>unix</c>.</param>
    public static ValueTask<LambdaResponse> AnswerAsync(
        LambdaRequest request, LambdaHandler handler, string networkTransport, CancellationToken cancellationToken)
    {
        // A server may hand over a request before it says that it has started
        LambdaStartup.Accepting();
        var carrier = Observation.IsAsked(request) ? new Carrier(networkTransport, takesSpans: false) : null;
        return AnswerAsync(request, handler, Observation.Of(request, carrier), cancellationToken);
    }

    private static async ValueTask<LambdaResponse> AnswerAsync(
        LambdaRequest request, LambdaHandler handler, Observation? observation, CancellationToken cancellationToken)
    {
        LambdaResponse response;
        try
        {
            response = await handler(request, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            observation?.Failed(exception);
            response = Invocation.Failure(request, exception);
        }

        observation?.End(response.Status);
        return observation?.Time(response) ?? response;
    }
}
