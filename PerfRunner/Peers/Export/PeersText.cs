using PerfRunner.Export;
using PerfRunner.Peers.Results;
using PerfRunner.Peers.Targets;
using PerfRunner.Results;

namespace PerfRunner.Peers.Export;

/// <summary>The tables of a comparison, the same in every report for people.</summary>
internal static class PeersText
{
    public static TextTable Of(PeerPoint point, string reference)
    {
        bool isObserved = point.Rows.Any(row => row.Observed is not null);
        string[] header = ["way", "req/s", "p50", "p99", "processor", "errors", "rate ratio", "in rounds", "p50 ratio"];
        TextTable table = new(1, [.. header, .. isObserved ? (string[])["wrk req/s", "wrk p50", "wrk errors"] : []]);
        foreach (PeerRow row in point.Rows)
        {
            string[] cells =
            [
                row.Name,
                Units.Number(row.RequestsPerSecond),
                Duration(row.P50Microseconds),
                Duration(row.P99Microseconds),
                Duration(row.ProcessorMicroseconds),
                Errors(row.Errors, row.ErrorsByKind),
                row.Name == reference ? "1" : Ratio(row.RateRatio),
                row.Name == reference ? Units.NoValue : Range(row.LowestRateRatio, row.HighestRateRatio, Ratio),
                row.Name == reference ? "1" : Ratio(row.P50Ratio),
            ];
            table.Add([.. cells, .. isObserved ? Observed(row.Observed) : []]);
        }

        return table;
    }

    public static TextTable Of(IReadOnlyList<ColdRow> rows)
    {
        TextTable table = new(3, "way", "service", "build", "starts", "errors", "min", "p50", "p95", "over direct", "ratio to direct");
        foreach (ColdRow row in rows)
        {
            table.Add(
                row.Name,
                row.Service,
                row.Flavor,
                Units.Count(row.Starts),
                Errors(row.Errors, row.ErrorsByKind),
                Duration(row.LatencyMicroseconds?.Min),
                Duration(row.LatencyMicroseconds?.P50),
                Duration(row.LatencyMicroseconds?.P95),
                Duration(row.OverDirectMicroseconds),
                Ratio(row.RatioToDirect));
        }

        return table;
    }

    public static TextTable PhasesOf(IReadOnlyList<ColdRow> rows)
    {
        TextTable table = new(3, "way", "service", "build", "spawn", "runtime", "application", "noticed", "first answer");
        foreach (ColdRow row in rows)
        {
            if (row.Phases is { } phases)
            {
                table.Add(
                    row.Name,
                    row.Service,
                    row.Flavor,
                    Duration(phases.SpawnMicroseconds),
                    Duration(phases.RuntimeMicroseconds),
                    Duration(phases.ApplicationMicroseconds),
                    Duration(phases.NoticedMicroseconds),
                    Duration(phases.FirstAnswerMicroseconds));
            }
        }

        return table;
    }

    public static TextTable Of(IReadOnlyList<Participant> participants)
    {
        TextTable table = new(3, "program", "version", "set up as", "resident, after load", "resident, idle");
        foreach (Participant one in participants)
        {
            table.Add(one.Name, one.Version, one.Setup, Bytes(one.ResidentBytes), Bytes(one.IdleResidentBytes));
        }

        return table;
    }

    public static TextTable Of(IReadOnlyList<TargetResult> targets)
    {
        TextTable table = new(1, "target", "wanted", "is", "in rounds", "verdict");
        foreach (TargetResult target in targets)
        {
            table.Add(
                target.Means,
                $"{(target.IsAtLeast ? "≥" : "≤")} {Figure(target.Limit, target.Unit)}",
                Figure(target.Value, target.Unit),
                Range(target.Lowest, target.Highest, value => Figure(value, target.Unit)),
                Verdict(target));
        }

        return table;
    }

    public static TextTable Of(IReadOnlyList<PeerComparison> comparisons)
    {
        TextTable table = new(1, "comparison", "is", "in rounds");
        foreach (PeerComparison one in comparisons)
        {
            table.Add(one.Means, Units.Number(one.Value), $"{Units.Number(one.Lowest)} to {Units.Number(one.Highest)}");
        }

        return table;
    }

    public static TextTable Of(IReadOnlyList<LoadedService> services)
    {
        TextTable table = new(2, "service", "build", "requests", "errors", "resident memory");
        foreach (LoadedService one in services)
        {
            table.Add(one.Service, one.Flavor, Units.Count(one.Requests), Units.Count(one.Errors), Bytes(one.ResidentBytes));
        }

        return table;
    }

    private static string Verdict(TargetResult target) => target.Verdict switch
    {
        TargetVerdict.NotMeasured => "not measured",
        var verdict => $"{Units.Name(verdict)}{(target.IsClear ? "" : ", not in every round")}",
    };

    private static string Figure(double? value, TargetUnit unit) => value is not { } known ? Units.NoValue : unit switch
    {
        TargetUnit.Microseconds => Units.Duration(known),
        TargetUnit.Bytes => Units.Bytes(known),
        TargetUnit.Errors => Units.Count((long)known),
        _ => Units.Number(known),
    };

    private static string Range(double? lowest, double? highest, Func<double?, string> text) =>
        lowest is null ? Units.NoValue : $"{text(lowest)} to {text(highest)}";

    private static string[] Observed(ObservedRow? row) => row is null
        ? [Units.NoValue, Units.NoValue, Units.NoValue]
        : [Units.Number(row.RequestsPerSecond), Units.Duration(row.P50Microseconds), Units.Count(row.Errors)];

    /// <summary>Their number and, if there are any, their kinds.</summary>
    private static string Errors(long count, IReadOnlyDictionary<RequestError, long> kinds) => count == 0
        ? Units.Count(count)
        : $"{Units.Count(count)} ({string.Join(", ", kinds.OrderBy(kind => kind.Key).Select(kind => $"{Units.Name(kind.Key)} {Units.Count(kind.Value)}"))})";

    private static string Duration(double? microseconds) => microseconds is null ? Units.NoValue : Units.Duration(microseconds);

    private static string Bytes(long? bytes) => bytes is { } known ? Units.Bytes(known) : Units.NoValue;

    private static string Ratio(double? ratio) => ratio is { } value ? Units.Number(value) : Units.NoValue;
}
