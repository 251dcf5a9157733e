using System.Globalization;
using System.Text.RegularExpressions;

namespace PerfRunner.Peers.Measuring;

/// <summary>Reads what wrk prints with --latency.</summary>
internal static partial class WrkOutput
{
    /// <returns>Null when it says no rate or no median.</returns>
    public static WrkFigures? Read(string output)
    {
        Match rate = Rate().Match(output);
        Match median = Median().Match(output);
        if (!rate.Success || !median.Success)
        {
            return null;
        }

        double unit = median.Groups[2].Value switch
        {
            "us" => 1,
            "ms" => 1e3,
            _ => 1e6,
        };
        long errors = SocketErrors().Match(output) is { Success: true } sockets
            ? sockets.Groups[1].Captures.Sum(count => long.Parse(count.Value, CultureInfo.InvariantCulture))
            : 0;
        errors += Statuses().Match(output) is { Success: true } statuses ? long.Parse(statuses.Groups[1].Value, CultureInfo.InvariantCulture) : 0;
        return new WrkFigures(Number(rate), Number(median) * unit, errors);
    }

    private static double Number(Match match) => double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"Requests/sec:\s+([\d.]+)")]
    private static partial Regex Rate();

    [GeneratedRegex(@"^\s+50%\s+([\d.]+)(us|ms|s)\s*$", RegexOptions.Multiline)]
    private static partial Regex Median();

    [GeneratedRegex(@"Socket errors:(?:,? \w+ (\d+))+")]
    private static partial Regex SocketErrors();

    [GeneratedRegex(@"Non-2xx or 3xx responses: (\d+)")]
    private static partial Regex Statuses();
}
