using PerfRunner.Cli;
using PerfRunner.Growth.Export;
using PerfRunner.Growth.Results;
using PerfRunner.Peers;

namespace PerfRunner.Growth;

/// <summary>One run from options to report.</summary>
internal sealed class GrowthApplication(TextWriter output, TextWriter error)
{
    public Task<RunnerExitCode> RunAsync(GrowthOptions options, CancellationToken cancellationToken) => RepositoryRun.RunAsync(
        "growth",
        options.Output,
        error,
        async (repository, directory) =>
        {
            GrowthReport report = await new GrowthRun(options, repository, output.WriteLine).RunAsync(cancellationToken);
            string[] written =
            [
                GrowthMarkdown.Write(report, directory),
                GrowthJson.Write(report, directory),
                .. report.Bodies.Count > 0 ? (string[])[GrowthCurve.Write(report, directory)] : [],
            ];
            GrowthConsole.Write(report, written, output);
            return report.Routes.Concat(report.Idle).All(row => row.Errors == 0) && report.Bodies.All(row => row.Errors == 0)
                ? RunnerExitCode.Success
                : RunnerExitCode.RequestFailed;
        },
        cancellationToken);
}
