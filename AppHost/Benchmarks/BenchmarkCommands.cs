namespace AppHost.Benchmarks;

internal static class BenchmarkCommands
{
    public const string RunAll = "run-all";
    public const string ShowReport = "show-report";

    public static string Run(BenchmarkCase one) => $"run-case-{one.Number}";

    public static IResourceBuilder<ProjectResource> WithBenchmarkCommands(
        this IResourceBuilder<ProjectResource> builder, BenchmarkReport report, CaseSelection selection)
    {
        var rerun = new BenchmarkRerun(report, selection);
        builder.WithRunCommand(rerun, RunAll, "Run all cases", string.Join(',', BenchmarkCase.All.Select(one => one.Number)));
        foreach (var one in BenchmarkCase.All)
            builder.WithRunCommand(rerun, Run(one), $"Run case {one.Number}: {one.Name}", $"{one.Number}");
        return builder.WithCommand(ShowReport, "Show report", context => ShowAsync(report, context.CancellationToken), new CommandOptions
        {
            Description = "Shows the report of the last run",
            IconName = "DocumentText",
            IsHighlighted = true,
        });
    }

    private static void WithRunCommand(
        this IResourceBuilder<ProjectResource> builder, BenchmarkRerun rerun, string name, string displayName, string cases) =>
        builder.WithCommand(name, displayName, context => rerun.RunAsync(cases, context), new CommandOptions
        {
            Description = "Measures again and shows the report",
            IconName = "TopSpeed",
            UpdateState = context => KnownResourceStates.TerminalStates.Contains(context.ResourceSnapshot.State?.Text)
                ? ResourceCommandState.Enabled
                : ResourceCommandState.Disabled,
        });

    private static async Task<ExecuteCommandResult> ShowAsync(BenchmarkReport report, CancellationToken cancellationToken) =>
        report.WrittenAt is null
            ? CommandResults.Failure("There is no report yet: it is written at the end of a run")
            : CommandResults.Success(
                $"Report of {report.Folder}",
                await report.ReadMarkdownAsync(cancellationToken).ConfigureAwait(false),
                CommandResultFormat.Markdown,
                displayImmediately: true);
}
