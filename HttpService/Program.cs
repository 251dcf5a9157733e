using DemoService;
using HttpService;
using LambdaRuntime;

LambdaStartup.Begin();
try
{
    var address = HttpAddress.FromEnvironment();
    await using var app = Application.Create(address, Environment.GetEnvironmentVariable("LAMBDA_PROTOCOL"), new DemoAnswer("http-service", "http").AnswerAsync);
    try
    {
        await app.StartAsync();
        LambdaStartup.Accepting();
    }
    catch (IOException exception)
    {
        throw HttpAddress.CannotListen(exception.Message);
    }

    using var parent = ParentWatch.Start(app.Lifetime.StopApplication);
    await app.WaitForShutdownAsync();
}
catch (LambdaStartException exception)
{
    exception.Report();
}
