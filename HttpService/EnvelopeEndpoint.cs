using LambdaRuntime;

namespace HttpService;

/// <summary>A request envelope in the body, and a response envelope back.</summary>
internal static class EnvelopeEndpoint
{
    public static async Task AnswerAsync(HttpContext context, LambdaHandler handler)
    {
        using var envelope = await Invocation.AnswerAsync(context.Request.Body, handler, "tcp", context.RequestAborted);
        if (envelope is null)
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }

        context.Response.ContentType = "application/json";
        context.Response.ContentLength = envelope.Written.Length;
        await context.Response.Body.WriteAsync(envelope.Written, context.RequestAborted);
    }
}
