using System.CommandLine;
using System.CommandLine.Help;
using PerfRunner.Building;
using PerfRunner.Growth;
using PerfRunner.Peers;
using PerfRunner.Planning;

namespace PerfRunner.Cli;

/// <summary>The command line: its options, their help, and their errors, all of which are shown at once.</summary>
internal sealed class RunnerCommand : RootCommand
{
    public const int MaxConnections = 4096;

    private const int MaxCount = 1_000_000_000;

    /// <summary>Longer than the proxy is given to stop: Ctrl+C and SIGTERM end the run in order, with nothing left behind.</summary>
    private static readonly TimeSpan TerminationTimeout = TimeSpan.FromSeconds(30);

    private readonly Option<int> _requests = Number("--requests", "Timed requests of each warm case", 1, MaxCount, RunnerOptions.DefaultRequests);
    private readonly Option<int> _warmup = Number(
        "--warmup", "Requests of each warm case before timing; the just-in-time compilers settle meanwhile", 0, MaxCount, RunnerOptions.DefaultWarmup);
    private readonly Option<int> _coldStarts = Number("--cold-starts", "Starts of each cold case", 1, MaxCount, RunnerOptions.DefaultColdStarts);
    private readonly Option<int> _connections = Number(
        "--connections", "Connections of each warm case", 1, MaxConnections, RunnerOptions.DefaultConnections);
    private readonly Option<IReadOnlyList<CaseId>> _cases = new("--cases")
    {
        Description = "Which cases, in this order: " + string.Join(", ", CaseDefinition.All.Select(one => $"{(int)one.Id} {one.Name}")) + " [default: 1 to 5]",
        HelpName = "1,4",
        CustomParser = OptionParsers.Cases,
    };

    private readonly Option<string?> _manifest = File("--manifest", "Lambdas of the proxy [default: manifest.xml of the repository]");
    private readonly Option<string?> _proxy = File("--proxy", "Another local_lambdas to measure; it is not built");
    private readonly Option<Uri?> _url = new("--url")
    {
        Description = "A proxy that runs already, on this machine or another; nothing is built or started",
        HelpName = "URL",
        CustomParser = OptionParsers.HttpAddress,
    };

    private readonly Option<Uri?> _adminUrl = new("--admin-url")
    {
        Description = "With --url: its admin endpoint, for cold cases, memory and processor time (with its ADMIN_TOKEN in this environment, if it has one)",
        HelpName = "URL",
        CustomParser = OptionParsers.LocalHttpAddress,
    };

    private readonly Option<string> _output = new("--output")
    {
        Description = "Directory of the report",
        HelpName = "DIRECTORY",
        DefaultValueFactory = _ => RunnerOptions.DefaultOutput,
    };

    private readonly Option<string?> _httpPath = RequestPath("--http-path", "http");
    private readonly Option<string?> _pipePath = RequestPath("--pipe-path", "pipe");
    private readonly Option<TimeSpan> _timeout = new("--timeout")
    {
        Description = $"Longest time for one request [default: {RunnerOptions.DefaultTimeoutSeconds}]",
        HelpName = "SECONDS",
        CustomParser = OptionParsers.Seconds,
    };

    private readonly Option<bool> _noBuild = new("--no-build") { Description = "Measure what has been built before" };

    private readonly Option<IReadOnlyList<BuildFlavor>> _flavors = new("--flavors")
    {
        Description = "Compare both services compiled in these ways, after the cases: jit (as they are), r2r (ReadyToRun), aot (Native AOT)",
        HelpName = "jit,r2r,aot",
        CustomParser = OptionParsers.Flavors,
    };

    private readonly Option<bool> _controls = new("--controls")
    {
        Description = "Compare protocols and transports with the same handler, after the cases: HTTP, frames and JSON over TCP and Unix sockets",
    };

    private readonly Option<bool> _dashboard = new("--dashboard")
    {
        Description = "Open the Aspire dashboard, which shows traces of the run, until a key is pressed (needs the command aspire)",
    };

    private readonly Func<RunnerOptions, CancellationToken, Task<RunnerExitCode>> _run;
    private readonly PeersCommand _peers;

    /// <param name="peers">Runs the subcommand of that name.</param>
    /// <param name="growth">Runs the subcommand of that name.</param>
    public RunnerCommand(
        Func<RunnerOptions, CancellationToken, Task<RunnerExitCode>> run,
        Func<PeersOptions, CancellationToken, Task<RunnerExitCode>> peers,
        Func<GrowthOptions, CancellationToken, Task<RunnerExitCode>> growth)
        : base("Measures local_lambdas in a closed loop: each connection sends its next request when it has read the answer to the last.")
    {
        _run = run;
        foreach (Option option in (Option[])[_requests, _warmup, _coldStarts, _connections, _cases, _manifest, _proxy, _url, _adminUrl, _output,
            _httpPath, _pipePath, _timeout, _noBuild, _flavors, _controls, _dashboard])
        {
            Add(option);
        }

        _peers = new PeersCommand(peers);
        Add(_peers);
        Add(new GrowthCommand(growth));
        SetAction(async (result, cancellationToken) => (int)await _run(OptionsOf(result), cancellationToken));
    }

    /// <returns>The process's exit code.</returns>
    public async Task<int> RunAsync(IReadOnlyList<string> arguments, TextWriter output, TextWriter error)
    {
        ParseResult result = Parse(arguments);
        string[] errors = [.. result.Errors.Select(parseError => parseError.Message), .. CombinationErrors(result), .. _peers.CombinationErrors(result)];
        if (errors.Length > 0 && result.Action is not HelpAction)
        {
            foreach (string message in errors)
            {
                await error.WriteLineAsync(message);
            }

            return (int)RunnerExitCode.Usage;
        }

        return await result.InvokeAsync(new InvocationConfiguration
        {
            Output = output,
            Error = error,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = TerminationTimeout,
        });
    }

    public static Option<int> Number(string name, string description, int min, int max, int defaultValue) => new(name)
    {
        Description = description,
        HelpName = "N",
        DefaultValueFactory = _ => defaultValue,
        CustomParser = OptionParsers.WholeNumber(min, max),
    };

    private static Option<string?> File(string name, string description) =>
        new(name) { Description = description, HelpName = "FILE", CustomParser = OptionParsers.ExistingFile };

    private static Option<string?> RequestPath(string name, string communication) => new(name)
    {
        Description = $"What the {communication} cases ask for [default: from the route of the first {communication} lambda]",
        HelpName = "PATH",
        CustomParser = OptionParsers.RequestPath,
    };

    /// <summary>Not a validator of the command: the errors of its options' values would not be shown beside one of those.</summary>
    private IEnumerable<string> CombinationErrors(ParseResult result)
    {
        bool Given(Option option) => result.GetResult(option) is { Implicit: false };
        if (Given(_url) && Given(_proxy))
        {
            yield return "--url and --proxy exclude each other: the one runs already, the other is started";
        }

        if (Given(_url) && (Given(_flavors) || Given(_controls)))
        {
            yield return "--flavors and --controls start proxies of their own: leave out --url";
        }

        if (Given(_adminUrl) && !Given(_url))
        {
            yield return "--admin-url belongs to --url: a proxy that is started here tells its admin endpoint itself";
        }
    }

    private RunnerOptions OptionsOf(ParseResult result)
    {
        RunnerOptions defaults = new();
        return new RunnerOptions
        {
            Requests = result.GetValue(_requests),
            Warmup = result.GetValue(_warmup),
            ColdStarts = result.GetValue(_coldStarts),
            Connections = result.GetValue(_connections),
            Cases = result.GetValue(_cases) ?? defaults.Cases,
            Manifest = result.GetValue(_manifest),
            Proxy = result.GetValue(_proxy),
            Url = result.GetValue(_url),
            AdminUrl = result.GetValue(_adminUrl),
            Output = result.GetValue(_output)!,
            HttpPath = result.GetValue(_httpPath),
            PipePath = result.GetValue(_pipePath),
            Timeout = result.GetValue(_timeout) is { Ticks: > 0 } timeout ? timeout : defaults.Timeout,
            NoBuild = result.GetValue(_noBuild),
            Flavors = result.GetValue(_flavors) ?? defaults.Flavors,
            Controls = result.GetValue(_controls),
            Dashboard = result.GetValue(_dashboard),
        };
    }
}
