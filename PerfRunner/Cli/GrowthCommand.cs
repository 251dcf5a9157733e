using System.CommandLine;
using PerfRunner.Growth;

namespace PerfRunner.Cli;

/// <summary>The subcommand that measures what many routes, idle connections and long bodies cost.</summary>
internal sealed class GrowthCommand : Command
{
    private const int MaxRounds = 1000;

    private static readonly GrowthOptions Defaults = new();

    private readonly Option<IReadOnlyList<GrowthPart>?> _parts = new("--parts")
    {
        Description = "What grows [default: routes,idle,bodies]",
        HelpName = "routes,idle",
        CustomParser = OptionParsers.Names(Enum.GetValues<GrowthPart>().ToDictionary(part => part.ToString().ToLowerInvariant())),
    };

    private readonly Option<int> _rounds = RunnerCommand.Number("--rounds", "Turns of each", 1, MaxRounds, Defaults.Rounds);

    private readonly Option<TimeSpan> _seconds = new("--seconds")
    {
        Description = $"How long one measurement takes [default: {GrowthOptions.DefaultSeconds}]",
        HelpName = "SECONDS",
        CustomParser = OptionParsers.Seconds,
    };

    private readonly Option<string> _output = new("--output")
    {
        Description = "Directory of the report",
        HelpName = "DIRECTORY",
        DefaultValueFactory = _ => Defaults.Output,
    };

    private readonly Option<bool> _noBuild = new("--no-build") { Description = "Measure what has been built before" };

    private readonly Option<bool> _noAot = new("--no-aot") { Description = "Measure the normal build of the proxy, and compile nothing ahead of time" };

    public GrowthCommand(Func<GrowthOptions, CancellationToken, Task<RunnerExitCode>> run)
        : base("growth", "Compares 1 route with 1,000, connections alone and beside 1,000 idle ones, and bodies from 0 to 10 MB.")
    {
        foreach (Option option in (Option[])[_parts, _rounds, _seconds, _output, _noBuild, _noAot])
        {
            Add(option);
        }

        SetAction(async (result, cancellationToken) => (int)await run(OptionsOf(result), cancellationToken));
    }

    private GrowthOptions OptionsOf(ParseResult result) => new()
    {
        Parts = result.GetValue(_parts) ?? Defaults.Parts,
        Rounds = result.GetValue(_rounds),
        Duration = result.GetValue(_seconds) is { Ticks: > 0 } seconds ? seconds : Defaults.Duration,
        Output = result.GetValue(_output)!,
        NoBuild = result.GetValue(_noBuild),
        NoAot = result.GetValue(_noAot),
    };
}
