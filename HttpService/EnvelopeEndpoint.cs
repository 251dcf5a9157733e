using LambdaRuntime;
using Microsoft.AspNetCore.Http;

namespace HttpService;

/// <summary>A request envelope in the body of a POST to the root, and a response envelope back.</summary>
internal sealed class EnvelopeEndpoint(LambdaHandler handler)
{
    public async Task AnswerAsync(HttpContext context)
    {
        if (Refusal(context.Request) is { } status)
        {
            context.Response.StatusCode = status;
            return;
        }

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

    private static int? Refusal(HttpRequest request) =>
        request.Path != "/" ? StatusCodes.Status404NotFound :
        request.Method != HttpMethods.Post ? StatusCodes.Status405MethodNotAllowed : null;
}
