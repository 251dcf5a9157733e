using PerfRunner.Cli;
using PerfRunner.Peers.Export;
using PerfRunner.Peers.Results;

namespace PerfRunner.Peers;

/// <summary>One comparison from options to report.</summary>
internal sealed class PeersApplication(TextWriter output, TextWriter error)
{
    public Task<RunnerExitCode> RunAsync(PeersOptions options, CancellationToken cancellationToken) => RepositoryRun.RunAsync(
        "peers",
        options.Output,
        error,
        async (repository, directory) =>
        {
            PeersReport report = await new PeersRun(options, repository, output.WriteLine).RunAsync(cancellationToken);
            string[] written = [PeersMarkdown.Write(report, directory), PeersJson.Write(report, directory)];
            PeersConsole.Write(report, written, output);
            return Succeeded(report) ? RunnerExitCode.Success : RunnerExitCode.RequestFailed;
        },
        cancellationToken);

    /// <summary>A peer that is not there is no failure; the proxy that is not there is.</summary>
    private static bool Succeeded(PeersReport report) =>
        !report.LeftOut.Any(one => one.Name.StartsWith("local", StringComparison.Ordinal))
        && report.Cases.SelectMany(one => one.Points).SelectMany(point => point.Rows).All(row => row.Errors == 0)
        && report.Cold.All(row => row.Errors == 0)
        && report.Services.All(service => service.Errors == 0);
}
