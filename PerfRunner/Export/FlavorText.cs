using PerfRunner.Results;

namespace PerfRunner.Export;

/// <summary>The flavours of the services, the same in every report for people.</summary>
internal static class FlavorText
{
    public const string WebServerTitle = "What the web server costs: HTTP less pipe";
    public const string RuntimeTitle = "What the runtime costs: JIT less Native AOT";

    public static TextTable Times(FlavorReport report)
    {
        TextTable table = new(1, "program", "starts", "requests", "errors", "cold p50", "cold p95", "warm p50", "warm p95");
        foreach (var program in report.Programs)
        {
            var (cold, warm) = (program.ColdStartMicroseconds, program.Warm.LatencyMicroseconds);
            table.Add(
                Name(program),
                Units.Count(cold?.Count ?? 0),
                Units.Count(program.Warm.Requests),
                Units.Count(program.ColdErrors + program.Warm.Errors),
                Units.DurationIfAny(cold?.P50),
                Units.DurationIfAny(cold?.P95),
                Units.DurationIfAny(warm?.P50),
                Units.DurationIfAny(warm?.P95));
        }

        return table;
    }

    public static TextTable Footprint(FlavorReport report)
    {
        TextTable table = new(1, "program", "resident", "proportional", "size");
        foreach (var program in report.Programs)
        {
            table.Add(Name(program), Units.Bytes(program.ResidentBytes), Units.Bytes(program.ProportionalBytes), Units.Bytes(program.SizeBytes));
        }

        return table;
    }

    public static TextTable Differences(IReadOnlyList<FlavorDifference> differences)
    {
        TextTable table = new(1, "of", "cold p50", "warm p50", "resident", "size");
        foreach (var difference in differences)
        {
            table.Add(
                difference.Of,
                Units.DurationIfAny(difference.ColdStartMicroseconds),
                Units.DurationIfAny(difference.WarmMicroseconds),
                Units.Bytes(difference.ResidentBytes),
                Units.Bytes(difference.SizeBytes));
        }

        return table;
    }

    public static IEnumerable<string> Notes(FlavorReport report)
    {
        yield return $"All behind the same proxy: {report.Proxy}";
        yield return $"Warm: {Units.Count(report.Rounds)} rounds in turns, connections: {Units.Count(report.Connections)}.";
        yield return "Memory is that after the last round; sizes are without the shared runtime that jit and r2r need.";
        foreach (var leftOut in report.LeftOut) yield return $"{Units.Name(leftOut.Flavor)} is left out: {leftOut.Because}";
        if (report.BrokenOffBecause is { } reason) yield return $"Broken off: {reason}";
    }

    private static string Name(FlavorResult program) => $"{Units.Name(program.Service)} {Units.Name(program.Flavor)}";
}
