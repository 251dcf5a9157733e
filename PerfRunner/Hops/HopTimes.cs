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

    public static HopError? ErrorOf(Exchange exchange)
    {
        if (exchange.Timing is null)
        {
            return HopError.NoServerTiming;
        }

        if (exchange.Timing is not { ReceivedMicroseconds: { } received } || !exchange.Timing.Durations.TryGetValue(Total, out double total))
        {
            return HopError.ForeignServerTiming;
        }

        double begin = received - exchange.SentAtMicroseconds;
        return begin < -ClockSlackMicroseconds || begin + total > exchange.Microseconds + ClockSlackMicroseconds ? HopError.OtherClock : null;
    }

    /// <summary>
    /// Of an exchange without an error, in the order of <see cref="Names"/>. What the proxy does not tell is 0 and so remains in the last
    /// one, which may be negative where hops that end at the same moment are rounded. Nothing is cut off: they add up.
    /// </summary>
    public static double[] Of(Exchange exchange)
    {
        ServerTiming timing = exchange.Timing!;
        double clientToProxy = timing.ReceivedMicroseconds!.Value - exchange.SentAtMicroseconds;
        double[] attributed =
        [
            clientToProxy,
            .. OfProxy.Select(name => timing.Durations.GetValueOrDefault(name)),
            exchange.Microseconds - clientToProxy - timing.Durations[Total],
        ];
        return [.. attributed, exchange.Microseconds - attributed.Sum()];
    }
}
