using PerfRunner.Peers.Measuring;
using PerfRunner.Statistics;

namespace PerfRunner.Peers.Results;

/// <summary>What was measured, by way and number of connections.</summary>
internal sealed class PeerFigures(IReadOnlyList<PeerSample> samples)
{
    public RoundFigures Rates(string name, int connections) => Of(name, connections, sample => sample.RequestsPerSecond);

    public RoundFigures P50(string name, int connections) => Of(name, connections, sample => sample.Load.Latencies.PercentileMicroseconds(50));

    /// <summary>Processor time of a request in whoever answered, without the service behind it.</summary>
    public RoundFigures ProcessorMicroseconds(string name, int connections) =>
        Of(name, connections, sample => sample.Load.ProcessorSeconds * 1e6 / sample.Load.Latencies.Count);

    /// <returns>Null when it was not measured.</returns>
    public long? Errors(string name, int connections) =>
        Find(name, connections) is { Length: > 0 } found ? found.Sum(sample => (long)sample.Load.Errors) : null;

    /// <returns>Nothing of a way with errors: what fails fast would look fast.</returns>
    private RoundFigures Of(string name, int connections, Func<PeerSample, double?> figure)
    {
        PeerSample[] found = Find(name, connections);
        return found.All(sample => sample.Load is { Errors: 0, Latencies.Count: > 0 })
            ? RoundFigures.Known(found.Select(sample => (sample.Round, figure(sample))))
            : RoundFigures.None;
    }

    private PeerSample[] Find(string name, int connections) =>
        [.. samples.Where(sample => sample.Contender.Name == name && sample.Connections == connections)];
}
