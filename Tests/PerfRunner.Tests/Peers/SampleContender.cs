using System.Diagnostics;
using System.Net;
using PerfRunner.Load;
using PerfRunner.Peers;
using PerfRunner.Peers.Measuring;
using PerfRunner.Results;

namespace PerfRunner.Tests.Peers;

/// <summary>Contenders that nobody asks, and what they would have done.</summary>
internal static class SampleContender
{
    /// <summary>Of each request.</summary>
    private const double ProcessorMicroseconds = 20;

    public static Contender Of(string name, params IReadOnlyList<PeerCase> cases) =>
        new(name, $"{name} in words", new IPEndPoint(IPAddress.Loopback, 80), PeerSite.HttpPath, CacheExpectation.MustNotHit, cases);

    /// <summary>So many requests of the same latency, one after the other.</summary>
    public static LoadResult Load(double microseconds, int requests = 10, int errors = 0)
    {
        LoadResult result = new() { ProcessorSeconds = requests * ProcessorMicroseconds / 1e6 };
        long ticks = (long)(microseconds * Stopwatch.Frequency / 1e6);
        for (int i = 0; i < requests; i++)
        {
            result.Count(new Exchange(null, i * ticks, (i + 1) * ticks, 200, 1, CacheState.Unknown));
        }

        for (int i = 0; i < errors; i++)
        {
            result.Count(new Exchange(RequestError.Status, 0, 0, 500, 1, CacheState.Unknown));
        }

        return result;
    }

    /// <summary>Of a way without a case, which took so long in each round.</summary>
    public static PeerSample[] Rounds(string name, int connections, params IReadOnlyList<double> microseconds) =>
        [.. microseconds.Select((latency, round) => Sample(Of(name), round, latency, connections))];

    public static PeerSample Sample(Contender contender, int round, double microseconds, int connections = 1, int errors = 0, WrkFigures? observed = null) =>
        new(contender, connections, round, Load(microseconds, errors: errors), observed);
}
