using Testing;

namespace AppHost.Tests.Running;

/// <summary>In the collection of the others only to run when they do not: it starts an application of its own.</summary>
[Collection(RunningAppDefinition.Name)]
public class DisposalTests
{
    [Fact]
    public async Task No_process_remains()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux shows the environment of other processes");
        var running = new RunningApp();
        await running.InitializeAsync();
        await running.CommandAsync("pipe-service", KnownResourceCommands.StartCommand);
        Assert.True(running.Processes.Count >= 3, "the orchestrator, the proxy and a lambda");

        await running.DisposeAsync();

        await Eventually.True(() => running.Processes.Count == 0, "every process has ended");
    }
}
