using System.Net;
using LambdaRuntime;
using ServiceDefaults;

namespace HttpService;

/// <summary>The web application: it answers whatever it is asked, or, when the proxy speaks JSON, the envelopes that are posted to its root.</summary>
internal static class Application
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    public static WebApplication Create(EndPoint address, string? protocol, Func<LambdaRequest, ValueTask<LambdaResponse>> answer)
    {
        // The slim builder reads configuration files that there are none of, and watches for them: as AOT it takes 24 ms until it accepts, this 17
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Logging.AddSimpleConsole().SetMinimumLevel(LogLevel.Warning);

        // Asked here, of a constant: without telemetry not even the assembly that brings it is loaded
        if (!string.IsNullOrEmpty(Environment.GetEnvironmentVariable(TelemetryExtensions.EndpointVariable)))
            AddTelemetry(builder);
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = Grace);
        builder.Services.AddRoutingCore();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(options =>
        {
            options.AddServerHeader = false;
            // Of an envelope all is held, of another body nothing
            options.Limits.MaxRequestBodySize = protocol == "json" ? Envelope.MaxLength : null;
            options.Listen(address);
        });

        var app = builder.Build();
        LambdaHandler handler = (request, _) => answer(request);
        if (protocol == "json")
            app.MapPost("/", context => EnvelopeEndpoint.AnswerAsync(context, handler));
        else
            app.Run(new PlainEndpoint(handler, address is IPEndPoint ? "tcp" : "unix", isLambda: protocol is not null).AnswerAsync);
        return app;
    }

    private static void AddTelemetry(WebApplicationBuilder builder) => builder.AddServiceDefaults("http-service", "LambdaRuntime");
}
