using PerfRunner.Building;
using PerfRunner.Peers.Results;

namespace PerfRunner.Peers.Targets;

/// <summary>Targets of a request that finds no process.</summary>
internal static class ColdTargets
{
    private const double Millisecond = 1000;

    public static IEnumerable<TargetResult> Of(IReadOnlyList<ColdRow> rows)
    {
        foreach (string word in (string[])["pipe", "http"])
        {
            ColdRow? jit = Find(rows, word, BuildFlavor.Jit);
            yield return new TargetResult(
                $"cold-{word}-jit-to-direct", $"{NameOf(word, BuildFlavor.Jit)}: p50 to the same service started directly", TargetUnit.Ratio,
                IsAtLeast: false, 1.1, jit?.RatioToDirect);
            yield return new TargetResult(
                $"cold-{word}-aot-over-direct", $"{NameOf(word, BuildFlavor.Aot)}: p50 over the same service started directly", TargetUnit.Microseconds,
                IsAtLeast: false, 1.5 * Millisecond, Find(rows, word, BuildFlavor.Aot)?.OverDirectMicroseconds);
        }

        ColdRow? pipe = Find(rows, "pipe", BuildFlavor.Aot);
        yield return Start("cold-pipe-aot", NameOf("pipe", BuildFlavor.Aot), 4 * Millisecond, pipe);
        string spare = $"{NameOf("pipe", BuildFlavor.Aot)}-spare";
        yield return Start("cold-pipe-aot-spare", spare, Millisecond, rows.SingleOrDefault(row => row.Name == spare));
    }

    private static TargetResult Start(string name, string way, double limit, ColdRow? row) => new(
        name, $"{way}: p50", TargetUnit.Microseconds, IsAtLeast: false, limit, row is { Errors: 0 } ? row.LatencyMicroseconds?.P50 : null);

    private static ColdRow? Find(IReadOnlyList<ColdRow> rows, string word, BuildFlavor flavor) =>
        rows.SingleOrDefault(row => row.Name == NameOf(word, flavor));

    private static string NameOf(string word, BuildFlavor flavor) => $"local-lambdas-{word}-{flavor}".ToLowerInvariant();
}
