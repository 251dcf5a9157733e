using PerfRunner.Planning;
using PerfRunner.Running;
using Spectre.Console;

namespace PerfRunner.Tests.Running;

public sealed class LiveRunReporterTests
{
    [Fact]
    public async Task A_terminal_shows_each_case_with_its_result()
    {
        using StringWriter output = new();
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.Yes,
            Interactive = InteractionSupport.Yes,
            Out = new AnsiConsoleOutput(output),
        });
        console.Profile.Width = 200;

        int result = await LiveRunReporter.RunAsync(console, reporter =>
        {
            reporter.Stage("Starting [a] proxy");
            reporter.CaseStarting(CaseDefinition.Of(CaseId.PipeCold), 1, 2);
            reporter.CaseProgress("cold start 1 of 2");
            reporter.CaseFinished(CaseResultFactory.Skipped(CaseDefinition.Of(CaseId.PipeCold), "there is [no] lambda").Result);
            return Task.FromResult(7);
        });

        Assert.Equal(7, result);
        string shown = output.ToString();
        Assert.Contains("Starting [a] proxy", shown, StringComparison.Ordinal);
        Assert.Contains("[1/2] pipe-cold: cold start 1 of 2", shown, StringComparison.Ordinal);
        Assert.Contains("skipped: there is [no] lambda", shown, StringComparison.Ordinal);
    }
}
