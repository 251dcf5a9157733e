namespace LocalLambdas.Transports.Http;

/// <summary>What callers are told of a service that does not keep to HTTP.</summary>
internal static class HttpFailure
{
    public static TransportException Of(BadResponse error) => new(TransportError.BadResponse, $"The lambda's answer is no legal HTTP response: {error}.");

    public static void ThrowIf(BadResponse error)
    {
        if (error is not BadResponse.None) throw Of(error);
    }

    public static TransportException Closed(bool hasReceived, Exception? inner = null) =>
        new(hasReceived ? TransportError.ConnectionLost : TransportError.NoAnswer, "The service closed the connection.", inner);
}
