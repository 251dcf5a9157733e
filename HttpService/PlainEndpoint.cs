using LambdaRuntime;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace HttpService;

/// <summary>A request as it is, and its answer.</summary>
/// <param name="isLambda">Whether a proxy started the process, and wants to know how long that took.</param>
internal sealed class PlainEndpoint(LambdaHandler handler, string transport, bool isLambda)
{
    public async Task AnswerAsync(HttpContext context)
    {
        var request = Read(context);
        var answer = await HttpInvocation.AnswerAsync(request, handler, transport, context.RequestAborted);
        var response = context.Response;
        response.StatusCode = answer.Status;
        foreach (var (name, value) in answer.Headers)
            response.Headers.Append(name, value);
        if (isLambda && LambdaStartup.Tell() is { } startup)
            response.Headers[LambdaStartup.Header] = startup;
        if (answer.WriteBody is { } write)
        {
            await write(response.Body, context.RequestAborted);
            return;
        }

        response.ContentLength = answer.Body.Length;
        await response.BodyWriter.WriteAsync(answer.Body, context.RequestAborted);
    }

    private static LambdaRequest Read(HttpContext context)
    {
        var headers = new LambdaHeaders();
        foreach (var (name, values) in context.Request.Headers)
            foreach (var value in values)
                headers.Add(name, value ?? "");

        var method = context.Request.Method;
        var uri = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        return context.Features.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: false }
            ? new() { Method = method, Uri = uri, Headers = headers }
            : new() { Method = method, Uri = uri, Headers = headers, BodyStream = context.Request.Body };
    }
}
