using System.Globalization;
using System.Text.Json;
using LocalLambdas.Messages;

namespace LocalLambdas.Forwarding;

/// <summary>Makes problem details (RFC 9457) of a failure.</summary>
internal static class Problem
{
    private const string ContentType = "application/problem+json";

    public static LambdaResponse From(ForwardException failure)
    {
        var response = From(failure.Error, failure.Message);
        return failure.RetryAfter is { } wait ? response with { Headers = [.. response.Headers, new("Retry-After", Seconds(wait))] } : response;
    }

    public static LambdaResponse From(ForwardError error, string detail)
    {
        var (status, type, title) = Describe(error);
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("type", $"urn:local_lambdas:{type}");
            json.WriteString("title", title);
            json.WriteNumber("status", status);
            json.WriteString("detail", detail);
            json.WriteEndObject();
        }

        return new(status, [new("Content-Type", ContentType)], buffer.ToArray());
    }

    // RFC 9110, 10.2.3: whole seconds; rounded up, or who obeys would come too early.
    private static string Seconds(TimeSpan wait) => Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);

    private static (int Status, string Type, string Title) Describe(ForwardError error) => error switch
    {
        ForwardError.NoRoute => (404, "no-route", "No lambda has this route"),
        ForwardError.NotCached => (504, "not-cached", "There is no cached answer"),
        ForwardError.RequestTooLarge => (413, "request-too-large", "The request body is too large"),
        ForwardError.BadRequest => (400, "bad-request", "The request is not legal HTTP"),
        ForwardError.UnknownCoding => (501, "unknown-coding", "The request has an unknown transfer coding"),
        ForwardError.BodyTimedOut => (408, "body-timeout", "The request body comes too slowly"),
        ForwardError.HeadTimedOut => (408, "head-timeout", "The head of the request comes too slowly"),
        ForwardError.TargetTooLong => (414, "target-too-long", "The request target is too long"),
        ForwardError.HeaderTooLarge => (431, "header-too-large", "The request header is too large"),
        ForwardError.VersionNotSupported => (505, "version-not-supported", "The version of HTTP is not supported"),
        ForwardError.MethodNotAllowed => (405, "method-not-allowed", "The request target needs another method"),
        ForwardError.StartFailed => (503, "start-failed", "The lambda did not start"),
        ForwardError.StartTimedOut => (503, "start-timeout", "The lambda did not start in time"),
        ForwardError.BackingOff => (503, "backing-off", "The lambda failed several times and is not started again yet"),
        ForwardError.Overloaded => (503, "overloaded", "The lambda has as many requests as it may have"),
        ForwardError.Stopped => (503, "stopped", "The lambda was stopped"),
        ForwardError.LambdaUnreachable => (503, "lambda-unreachable", "The lambda accepts no connections"),
        ForwardError.LambdaConnectionLost => (502, "connection-lost", "The lambda closed the connection before it had answered"),
        ForwardError.LambdaRefusedEnvelope => (502, "envelope-refused", "The lambda did not accept the request envelope"),
        ForwardError.BadEnvelope => (502, "bad-envelope", "The lambda's answer is no legal envelope"),
        ForwardError.BadFrame => (502, "bad-frame", "The lambda sent a frame that is not legal"),
        ForwardError.BadResponse => (502, "bad-response", "The lambda's answer is no legal HTTP response"),
        ForwardError.AnswerTooLarge => (502, "answer-too-large", "The lambda's answer is too large"),
        ForwardError.RequestTimedOut => (504, "request-timeout", "The lambda did not answer in time"),
        ForwardError.Internal => (500, "internal", "The proxy has failed"),
        _ => throw new ArgumentOutOfRangeException(nameof(error), error, null),
    };
}
