using System.Net;
using LambdaRuntime;
using ServiceDefaults;

namespace HttpService;

/// <summary>The web application: request envelopes are posted to its root.</summary>
internal static class Application
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    public static WebApplication Create(IPEndPoint address, Func<LambdaRequest, LambdaResponse> answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.SetMinimumLevel(LogLevel.Warning);

        // Asked here, of a constant: without telemetry not even the assembly that brings it is loaded
        if (!string.IsNullOrEmpty(Environment.GetEnvironmentVariable(TelemetryExtensions.EndpointVariable)))
            AddTelemetry(builder);
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = Grace);
        builder.WebHost.ConfigureKestrel(options =>
        {
            options.AddServerHeader = false;
            options.Limits.MaxRequestBodySize = Envelope.MaxLength;
            options.Listen(address);
        });

        var app = builder.Build();
        app.MapPost("/", context => AnswerAsync(context, (request, _) => ValueTask.FromResult(answer(request))));
        return app;
    }

    private static void AddTelemetry(WebApplicationBuilder builder) => builder.AddServiceDefaults("http-service", "LambdaRuntime");

    private static async Task AnswerAsync(HttpContext context, LambdaHandler handler)
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
