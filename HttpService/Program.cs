using System.Runtime.CompilerServices;
using DemoService;
using HttpService;
using LambdaRuntime;
using ServiceDefaults;

LambdaStartup.Begin();
try
{
    var address = HttpAddress.FromEnvironment();
    var protocol = Environment.GetEnvironmentVariable("LAMBDA_PROTOCOL");
    var answer = new DemoAnswer("http-service", "http");

    // Asked here, of a constant: without telemetry not even the assembly that brings it is loaded
    await (string.IsNullOrEmpty(Environment.GetEnvironmentVariable(TelemetryExtensions.EndpointVariable))
        ? Application.RunAsync(address, protocol, answer.AnswerAsync, new ErrorLog())
        : RunObservedAsync());

    [MethodImpl(MethodImplOptions.NoInlining)]
    async Task RunObservedAsync()
    {
        using var telemetry = ProgramTelemetry.Start("http-service", "LambdaRuntime")!;
        await Application.RunAsync(address, protocol, answer.AnswerAsync, telemetry.Loggers);
    }
}
catch (LambdaStartException exception)
{
    exception.Report();
}
