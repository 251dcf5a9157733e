using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging;

namespace AppHost.Lambdas;

/// <summary>A line of the proxy's log that belongs to a lambda.</summary>
internal sealed partial record LambdaLogLine(string Id, LogLevel Level, string Text)
{
    /// <param name="line">As the proxy's console logger wrote it: <c>09:41:07.512 info: Category[1] [id] text</c>.</param>
    public static bool TryParse(string line, [NotNullWhen(true)] out LambdaLogLine? parsed)
    {
        var match = Format().Match(line);
        parsed = match.Success ? new(match.Groups["id"].Value, LevelOf(match.Groups["level"].Value), match.Groups["text"].Value) : null;
        return match.Success;
    }

    // The names that Microsoft.Extensions.Logging.Console writes
    private static LogLevel LevelOf(string name) => name switch
    {
        "trce" => LogLevel.Trace,
        "dbug" => LogLevel.Debug,
        "warn" => LogLevel.Warning,
        "fail" => LogLevel.Error,
        "crit" => LogLevel.Critical,
        _ => LogLevel.Information,
    };

    // Before the time stands that of the orchestrator; the id follows right after the category, so that a text with brackets is no prefix
    [GeneratedRegex(@"^(?:\S+ )?[\d:.]+ (?<level>trce|dbug|info|warn|fail|crit): [\w.]+\[\d+\] \[(?<id>[\w.-]+)\] (?<text>.*)$")]
    private static partial Regex Format();
}
