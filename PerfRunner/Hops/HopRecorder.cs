using PerfRunner.Load;
using PerfRunner.Results;
using PerfRunner.Statistics;

namespace PerfRunner.Hops;

/// <summary>Collects the hops of a case's requests.</summary>
internal sealed class HopRecorder
{
    public const string Header = "Prefer: server-timing";

    private readonly List<double> _endToEnd = [];
    private readonly List<double[]> _hops = [];
    private HopError? _error;

    /// <summary>Null when no answer could be taken apart.</summary>
    public HopResult? Result => _hops.Count == 0
        ? null
        : new HopResult(
            _hops.Count,
            LatencySummary.From(_endToEnd)!,
            [.. HopTimes.Names.Select((name, index) => new HopRow(name, LatencySummary.From([.. _hops.Select(hops => hops[index])])!))]);

    /// <summary>Why there is no result; null when there is one.</summary>
    public string? MissingBecause => _hops.Count > 0 ? null : _error switch
    {
        HopError.NoServerTiming => "the proxy does not say how long its parts took (no Server-Timing header)",
        HopError.ForeignServerTiming => "the Server-Timing header does not say when the request was received and how long it took in total",
        HopError.OtherClock => "the proxy's clock is not that of this machine: it runs on another one",
        _ => "no request succeeded",
    };

    /// <summary>A failed request is in no figure.</summary>
    public void Add(Exchange exchange)
    {
        if (exchange.Error is not null)
        {
            return;
        }

        HopError? error = HopTimes.ErrorOf(exchange);
        _error ??= error;
        if (error is null)
        {
            _endToEnd.Add(exchange.Microseconds);
            _hops.Add(HopTimes.Of(exchange));
        }
    }
}
