using PerfRunner.Load;

namespace PerfRunner.Hops;

/// <summary>One request taken apart.</summary>
internal static class HopTimes
{
    public const string ClientToProxy = "client-to-proxy";
    public const string Return = "return";
    public const string Unattributed = "unattributed";

    private const string Total = "total";

    /// <summary>As the proxy names them.</summary>
    private static readonly string[] OfProxy = ["queue", "cache", "start", "connect", "transport", "handler"];

    /// <summary>In the order in which a request passes them.</summary>
    public static IReadOnlyList<string> Names { get; } = [ClientToProxy, .. OfProxy, Return, Unattributed];

    /// <summary>
    /// Clocks are read at different places: a request may seem received a little before it was sent. By more than this
    /// the proxy's clock is another machine's.
    /// </summary>
    private const double ClockSlackMicroseconds = 1000;

    /// <summary>
    /// In the order of <see cref="Names"/>. What the proxy does not tell is 0 and so remains in the last one, which may be negative where
    /// hops that end at the same moment are rounded. Nothing is cut off: they add up.
    /// </summary>
    /// <param name="hops">In microseconds; empty when there is an error.</param>
    public static HopError? Read(Exchange exchange, out double[] hops)
    {
        hops = [];
        if (exchange.ServerTiming is null)
        {
            return HopError.NoServerTiming;
        }

        ServerTiming timing = ServerTimingHeader.Read(exchange.ServerTiming);
        if (timing.ReceivedMicroseconds is not { } received || !timing.Durations.TryGetValue(Total, out double total))
        {
            return HopError.ForeignServerTiming;
        }

        double clientToProxy = received - exchange.SentAtMicroseconds;
        double back = exchange.Microseconds - clientToProxy - total;
        if (clientToProxy < -ClockSlackMicroseconds || back < -ClockSlackMicroseconds)
        {
            return HopError.OtherClock;
        }

        double[] attributed = [clientToProxy, .. OfProxy.Select(name => timing.Durations.GetValueOrDefault(name)), back];
        hops = [.. attributed, exchange.Microseconds - attributed.Sum()];
        return null;
    }
}
