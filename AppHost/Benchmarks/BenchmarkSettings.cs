using Microsoft.Extensions.Configuration;

namespace AppHost.Benchmarks;

/// <summary>The section <c>PerfRunner</c> of the configuration.</summary>
/// <param name="Output">The directory of the report.</param>
/// <param name="Cases">Which cases run when the application starts; null for all.</param>
internal sealed record BenchmarkSettings(string Output, string? Cases, IReadOnlyList<string> Options)
{
    private const string Section = "PerfRunner";

    private static readonly (string Key, string Option)[] Known =
    [
        ("Requests", "--requests"),
        ("Warmup", "--warmup"),
        ("ColdStarts", "--cold-starts"),
        ("Connections", "--connections"),
        ("HttpPath", "--http-path"),
        ("PipePath", "--pipe-path"),
    ];

    /// <param name="output">The directory of the report when the configuration names none.</param>
    public static BenchmarkSettings From(IConfiguration configuration, string output)
    {
        var section = configuration.GetSection(Section);
        return new(
            section["Output"] ?? output,
            section["Cases"],
            [.. Known.SelectMany(known => section[known.Key] is { Length: > 0 } value ? (string[])[known.Option, value] : [])]);
    }

    /// <param name="selected">The cases that a command asks for; null for those of the configuration.</param>
    public IEnumerable<string> Arguments(string? selected) =>
        (selected ?? Cases) is { Length: > 0 } cases ? [.. Options, "--cases", cases] : Options;
}
