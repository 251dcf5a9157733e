using PerfRunner.Export;
using PerfRunner.Growth.Results;
using PerfRunner.Peers.Export;

namespace PerfRunner.Growth.Export;

/// <summary>What a report consists of, whatever it is written as.</summary>
internal static class GrowthSections
{
    private const string RoutesText =
        "Proxies that are up at the same time; \"1, again\" is the same as \"1\", and their difference is noise.";

    private const string BodiesText =
        "Of bodies, by their length, on all connections together; direct is the web service without the proxy. The cache keeps no answer beyond 1 MiB.";

    /// <returns>Of the parts that were measured.</returns>
    public static IEnumerable<(string Title, string Text, TextTable Table)> Of(GrowthReport report)
    {
        if (report.Targets.Count > 0)
        {
            yield return ("Targets", "", PeersText.Of(report.Targets));
        }

        if (report.Routes.Count > 0)
        {
            yield return ("Routes", RoutesText, GrowthText.Of(report.Routes, "routes"));
        }

        if (report.Idle.Count > 0)
        {
            yield return ("Idle connections", "Beside those that are counted, open and silent.", GrowthText.Of(report.Idle, "idle"));
        }

        if (report.Bodies.Count > 0)
        {
            yield return ("Bodies of answers", BodiesText, GrowthText.Of(report.Bodies, BodyDirection.Answer));
            yield return ("Bodies of requests", "", GrowthText.Of(report.Bodies, BodyDirection.Request));
        }
    }
}
