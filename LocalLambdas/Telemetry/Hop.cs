namespace LocalLambdas.Telemetry;

/// <summary>Where the time of a request goes. The names are stable: they stand in <c>Server-Timing</c> and in metrics, in lower case.</summary>
internal enum Hop
{
    /// <summary>Waiting to be admitted: zero unless the lambda has as many requests as it may have.</summary>
    Queue,

    /// <summary>In the cache: looking up, waiting for another request's call, storing.</summary>
    Cache,

    /// <summary>Waiting for a process: that it starts, or until a spare has been taken.</summary>
    Start,

    Connect,

    /// <summary>From the connection until the answer has been read, without the time inside the handler if that is known.</summary>
    Transport,

    /// <summary>Inside the service's handler, as the service says.</summary>
    Handler,
}

internal static class Hops
{
    public static IReadOnlyList<Hop> All { get; } = Enum.GetValues<Hop>();

    public static string Name(Hop hop) => hop switch
    {
        Hop.Queue => "queue",
        Hop.Cache => "cache",
        Hop.Start => "start",
        Hop.Connect => "connect",
        Hop.Transport => "transport",
        Hop.Handler => "handler",
        _ => throw new ArgumentOutOfRangeException(nameof(hop), hop, null),
    };
}
