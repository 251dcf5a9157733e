using AppHost.Lambdas;
using Microsoft.Extensions.DependencyInjection;
using Testing;
using Testing.Processes;

namespace AppHost.Tests.Running;

[Collection(RunningAppDefinition.Name)]
public class LambdaTests(RunningApp running)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Proxy_is_healthy() =>
        await running.App.ResourceNotifications.WaitForResourceHealthyAsync("local-lambdas", Token).WaitAsync(RunningApp.Limit, Token);

    [Theory]
    [InlineData("pipe-service", "/pipe/hello")]
    [InlineData("http-service", "/http/hello")]
    public async Task Lambda_is_cold_then_running_then_cold(string lambda, string path)
    {
        await MakeColdAsync(lambda);
        await running.WaitForStateAsync(lambda, "Cold");

        await RequestAsync(path);
        var warm = await running.WaitForStateAsync(lambda, "Running");
        var pid = Assert.IsType<int>(warm.Properties.Single(property => property.Name == "executable.pid").Value);
        Assert.True(ProcessTable.IsAlive(pid));
        Assert.NotNull(warm.StartTimeStamp);

        var stop = await running.CommandAsync(lambda, KnownResourceCommands.StopCommand);
        Assert.True(stop.Success, stop.Message);
        Assert.False(ProcessTable.IsAlive(pid));
        await running.WaitForStateAsync(lambda, "Cold");
    }

    [Fact]
    public async Task Start_command_starts_without_a_request()
    {
        await MakeColdAsync("pipe-service");

        var start = await running.CommandAsync("pipe-service", KnownResourceCommands.StartCommand);

        Assert.True(start.Success, start.Message);
        await running.WaitForStateAsync("pipe-service", "Running");
    }

    [Fact]
    public async Task Lambda_has_a_log_of_its_own()
    {
        await RequestAsync("/pipe/hello");
        var loggers = running.App.Services.GetRequiredService<ResourceLoggerService>();

        await FindLineAsync(loggers, "pipe-service", "started, pid ").WaitAsync(RunningApp.Limit, Token);

        var all = new List<string>();
        await foreach (var lines in loggers.GetAllAsync("pipe-service").WithCancellation(Token))
            all.AddRange(lines.Select(line => line.Content));
        Assert.DoesNotContain(all, line => line.Contains("[pipe-service]", StringComparison.Ordinal) || line.Contains("Listening", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Lambdas_end_and_come_back_with_their_proxy()
    {
        await RequestAsync("/http/hello");
        await running.WaitForStateAsync("http-service", "Running");

        Assert.True((await running.CommandAsync("local-lambdas", KnownResourceCommands.StopCommand)).Success);
        await running.WaitForStateAsync("http-service", KnownResourceStates.Exited);
        var refused = await running.CommandAsync("http-service", KnownResourceCommands.StartCommand);
        Assert.False(refused.Success);

        Assert.True((await running.CommandAsync("local-lambdas", KnownResourceCommands.StartCommand)).Success);
        await running.WaitForStateAsync("http-service", "Cold");
        await RequestAsync("/http/hello");
        await running.WaitForStateAsync("http-service", "Running");
    }

    private static async Task FindLineAsync(ResourceLoggerService loggers, string resource, string text)
    {
        await foreach (var lines in loggers.WatchAsync(resource).WithCancellation(Token))
        {
            if (lines.Any(line => line.Content.Contains(text, StringComparison.Ordinal))) return;
        }
    }

    private async Task MakeColdAsync(string lambda)
    {
        using var admin = new AdminClient(running.Proxy);
        await admin.CommandAsync(lambda, "stop", Token).WaitAsync(Eventually.Limit, Token);
        await running.WaitForStateAsync(lambda, "Cold");
    }

    /// <summary>One that the proxy's cache cannot answer, which would start nothing.</summary>
    private async Task RequestAsync(string path)
    {
        using var client = running.App.CreateHttpClient("local-lambdas", "http");
        using var response = await client.GetAsync(new Uri($"{path}?{Guid.NewGuid()}", UriKind.Relative), Token).WaitAsync(RunningApp.Limit, Token);
        response.EnsureSuccessStatusCode();
    }
}
