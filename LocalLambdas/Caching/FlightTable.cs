using System.Collections.Concurrent;

namespace LocalLambdas.Caching;

/// <summary>The calls to the service that are under way.</summary>
internal sealed class FlightTable
{
    private readonly ConcurrentDictionary<FlightKey, Flight> _flights = new();

    public Flight JoinOrLead(FlightKey key, int generation, out bool leads)
    {
        while (true)
        {
            var known = _flights.TryGetValue(key, out var flight);
            if (known && flight!.Generation == generation && flight.TryJoin())
            {
                leads = false;
                return flight;
            }

            // One that was abandoned or overtaken makes way; it ends by itself
            var own = new Flight(generation);
            leads = known ? _flights.TryUpdate(key, own, flight!) : _flights.TryAdd(key, own);
            if (leads)
                return own;
        }
    }

    public void Remove(FlightKey key, Flight flight) => _flights.TryRemove(KeyValuePair.Create(key, flight));
}
