namespace AppHost.Benchmarks;

/// <summary>What a command that ran the runner answers.</summary>
internal static class BenchmarkResults
{
    /// <param name="end">The runner after its end.</param>
    /// <param name="markdown">The report; null when the run has written none.</param>
    public static ExecuteCommandResult From(CustomResourceSnapshot end, string? markdown) => (end.ExitCode, markdown) switch
    {
        (0, not null) => CommandResults.Success("The run has ended", markdown, CommandResultFormat.Markdown, displayImmediately: true),
        (0, null) => CommandResults.Failure("The run has ended without a report: see the console log"),
        (null, _) => CommandResults.Failure($"The runner is {end.State?.Text} and has no exit code: see the console log"),
        (var code, null) => CommandResults.Failure($"The run has failed with exit code {code}: see the console log"),
        var (code, _) => CommandResults.Failure(
            $"The run has failed with exit code {code}",
            new CommandResultData { Value = markdown, Format = CommandResultFormat.Markdown, DisplayImmediately = true }),
    };
}
