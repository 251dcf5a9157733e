using System.CommandLine;
using PerfRunner.Building;
using PerfRunner.Peers;
using PerfRunner.Peers.Starting;

namespace PerfRunner.Cli;

/// <summary>The subcommand that compares the proxy with what people would use instead.</summary>
internal sealed class PeersCommand : Command
{
    private const int MaxRounds = 1000;

    private static readonly PeersOptions Defaults = new();

    private readonly Option<IReadOnlyList<int>?> _connections = List(
        "--connections", "Connections, each measured", "1,16,64", OptionParsers.WholeNumbers(1, RunnerCommand.MaxConnections), Defaults.Connections);

    private readonly Option<IReadOnlyList<int>?> _pipeConnections = List(
        "--pipe-connections",
        "Connections that only the pipe service and one way of each proxy are measured with",
        "256",
        OptionParsers.WholeNumbers(1, RunnerCommand.MaxConnections),
        Defaults.PipeConnections);

    private readonly Option<int> _rounds = RunnerCommand.Number("--rounds", "Turns of each way, with each number of connections", 1, MaxRounds, Defaults.Rounds);

    private readonly Option<TimeSpan> _seconds = new("--seconds")
    {
        Description = $"How long one measurement takes [default: {PeersOptions.DefaultSeconds}]",
        HelpName = "SECONDS",
        CustomParser = OptionParsers.Seconds,
    };

    private readonly Option<int> _coldStarts = RunnerCommand.Number(
        "--cold-starts", "Starts of each way of the cold case", 1, MaxRounds, Defaults.ColdStarts);

    private readonly Option<IReadOnlyList<PeerCase>?> _cases = List(
        "--cases",
        "What is compared",
        "cached,cold",
        OptionParsers.Names(Enum.GetValues<PeerCase>().ToDictionary(PeerCases.NameOf)),
        [.. Defaults.Cases.Select(PeerCases.NameOf)]);

    private readonly Option<IReadOnlyList<string>?> _peers = List(
        "--peers",
        "With what, as far as it is installed",
        "nginx,yarp",
        OptionParsers.Names(AllPeers.Instances.ToDictionary(peer => peer.Name, peer => peer.Name)),
        Defaults.Peers);

    private readonly Option<BuildFlavor> _services = new("--services")
    {
        Description = "How the services of the warm cases are built: jit, r2r or aot; cold starts are compared with jit and aot anyway",
        HelpName = "aot",
        DefaultValueFactory = _ => Defaults.Services,
        CustomParser = OptionParsers.Name(Enum.GetValues<BuildFlavor>().ToDictionary(PeerService.NameOf)),
    };

    private readonly Option<bool> _noWrk = new("--no-wrk") { Description = "Do without wrk, which otherwise measures the same in every other round when it is installed" };

    private readonly Option<string> _output = new("--output")
    {
        Description = "Directory of the report",
        HelpName = "DIRECTORY",
        DefaultValueFactory = _ => Defaults.Output,
    };

    private readonly Option<bool> _noBuild = new("--no-build") { Description = "Measure what has been built before" };

    private readonly Option<bool> _noAot = new("--no-aot") { Description = "Measure the normal builds, and compile nothing ahead of time" };

    public PeersCommand(Func<PeersOptions, CancellationToken, Task<RunnerExitCode>> run)
        : base("peers", "Compares local_lambdas with nginx, HAProxy, YARP and lighttpd in front of the same service, and with the floors under all of them.")
    {
        foreach (Option option in (Option[])[_connections, _pipeConnections, _rounds, _seconds, _coldStarts, _cases, _peers, _services, _noWrk, _output, _noBuild, _noAot])
        {
            Add(option);
        }

        SetAction(async (result, cancellationToken) => (int)await run(OptionsOf(result), cancellationToken));
    }

    /// <summary>Of options that are good alone.</summary>
    public IEnumerable<string> CombinationErrors(ParseResult result)
    {
        bool isAhead = result.GetResult(_services) is { Implicit: false, Tokens: [{ Value: var flavor }] } && flavor == PeerService.NameOf(BuildFlavor.Aot);
        if (isAhead && result.GetResult(_noAot) is { Implicit: false })
        {
            yield return "--services aot and --no-aot exclude each other: the one wants the services compiled ahead of time, the other nothing";
        }
    }

    private static Option<IReadOnlyList<T>?> List<T, TShown>(
        string name,
        string description,
        string example,
        Func<System.CommandLine.Parsing.ArgumentResult, IReadOnlyList<T>?> parser,
        IReadOnlyList<TShown> shown) => new(name)
    {
        Description = $"{description} [default: {string.Join(",", shown)}]",
        HelpName = example,
        CustomParser = parser,
    };

    private PeersOptions OptionsOf(ParseResult result) => new()
    {
        Connections = result.GetValue(_connections) ?? Defaults.Connections,
        PipeConnections = result.GetValue(_pipeConnections) ?? Defaults.PipeConnections,
        Rounds = result.GetValue(_rounds),
        Duration = result.GetValue(_seconds) is { Ticks: > 0 } seconds ? seconds : Defaults.Duration,
        ColdStarts = result.GetValue(_coldStarts),
        Cases = result.GetValue(_cases) ?? Defaults.Cases,
        Peers = result.GetValue(_peers) ?? Defaults.Peers,
        Services = result.GetValue(_services),
        Observer = !result.GetValue(_noWrk),
        Output = result.GetValue(_output)!,
        NoBuild = result.GetValue(_noBuild),
        NoAot = result.GetValue(_noAot),
    };
}
