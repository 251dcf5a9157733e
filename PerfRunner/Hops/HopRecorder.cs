using PerfRunner.Load;
using PerfRunner.Results;
using PerfRunner.Statistics;

namespace PerfRunner.Hops;

/// <summary>Collects the hops of a case's requests.</summary>
internal sealed class HopRecorder
{
    public const string Header = "Prefer: server-timing";

    private readonly List<Exchange> _exchanges = [];

    /// <summary>A failed request is in no figure. Nothing is read before the end: that would keep the next request waiting.</summary>
    public void Add(Exchange exchange)
    {
        if (exchange.Error is null)
        {
            _exchanges.Add(exchange);
        }
    }

    /// <returns>The hops, or why there are none.</returns>
    public (HopResult? Hops, string? MissingBecause) Summarize()
    {
        HopError? error = null;
        List<double> endToEnd = [];
        List<double[]> requests = [];
        foreach (Exchange exchange in _exchanges)
        {
            if (HopTimes.Read(exchange, out double[] hops) is { } wrong)
            {
                error ??= wrong;
                continue;
            }

            endToEnd.Add(exchange.Microseconds);
            requests.Add(hops);
        }

        if (requests.Count == 0)
        {
            return (null, Explain(error));
        }

        IEnumerable<HopRow> rows = HopTimes.Names.Select((name, index) => new HopRow(name, LatencySummary.From([.. requests.Select(hops => hops[index])])!));
        return (new HopResult(requests.Count, LatencySummary.From(endToEnd)!, [.. rows]), null);
    }

    private static string Explain(HopError? error) => error switch
    {
        HopError.NoServerTiming => "the proxy does not say how long its parts took (no Server-Timing header)",
        HopError.ForeignServerTiming => "the Server-Timing header does not say when the request was received and how long it took in total",
        HopError.OtherClock => "the proxy's clock is not that of this machine: it runs on another one",
        _ => "no request succeeded",
    };
}
