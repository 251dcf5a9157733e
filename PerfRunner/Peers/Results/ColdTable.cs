using LocalLambdas.Admin;
using PerfRunner.Peers.Cold;
using PerfRunner.Results;
using PerfRunner.Statistics;

namespace PerfRunner.Peers.Results;

/// <summary>From cold starts to rows.</summary>
internal static class ColdTable
{
    public static IReadOnlyList<ColdRow> Rows(IReadOnlyList<ColdSample> samples)
    {
        (PeerService Service, ColdRow Row)[] rows = [.. samples.GroupBy(sample => sample.Start).Select(start => (start.Key.Service, Row(start.Key, [.. start])))];
        Dictionary<PeerService, double?> direct = rows.Where(row => IsDirect(row.Row)).ToDictionary(row => row.Service, row => P50(row.Row));
        return
        [
            .. from row in rows
               let reference = IsDirect(row.Row) ? null : direct.GetValueOrDefault(row.Service)
               select row.Row with { OverDirectMicroseconds = P50(row.Row) - reference, RatioToDirect = P50(row.Row) / reference },
        ];
    }

    private static bool IsDirect(ColdRow row) => row.Name.StartsWith(PeerService.DirectPrefix, StringComparison.Ordinal);

    private static double? P50(ColdRow row) => row is { Errors: 0 } ? row.LatencyMicroseconds?.P50 : null;

    private static ColdRow Row(IColdStart start, ColdSample[] samples)
    {
        RequestError[] errors = [.. samples.Select(sample => sample.Exchange.Error).OfType<RequestError>()];
        return new ColdRow
        {
            Name = start.Name,
            Means = start.Means,
            Service = start.Service.Project,
            Flavor = PeerService.NameOf(start.Service.Flavor),
            Starts = samples.Length,
            Errors = errors.Length,
            ErrorsByKind = errors.GroupBy(error => error).ToDictionary(error => error.Key, error => error.LongCount()),
            LatencyMicroseconds = LatencySummary.From(
                [.. samples.Where(sample => sample.Exchange.Error is null).Select(sample => sample.Exchange.Microseconds)]),
            Phases = ColdPhases.Of([.. samples.Select(sample => sample.Phases).OfType<StartPhasesStatus>()]),
        };
    }
}
