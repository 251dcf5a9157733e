using System.Net;
using LambdaRuntime;
using ServiceDefaults;

namespace HttpService;

/// <summary>The web application: it answers whatever it is asked, or, when the proxy speaks JSON, the envelopes that are posted to its root.</summary>
internal static class Application
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    public static WebApplication Create(EndPoint address, string? protocol, Func<LambdaRequest, LambdaResponse> answer)
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
        LambdaHandler handler = (request, _) => ValueTask.FromResult(answer(request));
        if (protocol == "json")
            app.MapPost("/", context => EnvelopeEndpoint.AnswerAsync(context, handler));
        else
            app.Run(new PlainEndpoint(handler, address is IPEndPoint ? "tcp" : "unix", isLambda: protocol is not null).AnswerAsync);
        return app;
    }

    private static void AddTelemetry(WebApplicationBuilder builder) => builder.AddServiceDefaults("http-service", "LambdaRuntime");
}
