namespace PerfRunner.Results;

/// <summary>The same handler behind each protocol and transport, measured in turns.</summary>
internal sealed record ControlReport
{
    /// <summary>Of each control, with every number of connections.</summary>
    public required int Rounds { get; init; }

    /// <summary>One for each number of connections.</summary>
    public required IReadOnlyList<ControlLoad> Loads { get; init; }

    public required IReadOnlyList<ControlLeftOut> LeftOut { get; init; }

    /// <summary>Null when it was finished.</summary>
    public string? BrokenOffBecause { get; init; }
}

/// <summary>All controls with so many connections.</summary>
internal sealed record ControlLoad(int Connections, IReadOnlyList<ControlResult> Controls, IReadOnlyList<ControlEffect> Effects);

/// <summary>One control.</summary>
/// <param name="Name">Stable name, protocol and transport: http-tcp, http-unix, frames-unix, frames-tcp, json-unix.</param>
/// <param name="RatioToHttpTcp">p50 / p50 of http-tcp; null where either has none.</param>
internal sealed record ControlResult(string Name, string Protocol, string Transport, WarmRoundsResult Warm, double? RatioToHttpTcp);

/// <summary>What changes with one thing while the other stays; medians.</summary>
/// <param name="Name">Stable name: transport-of-http, transport-of-frames, protocol-over-tcp, protocol-over-unix.</param>
/// <param name="From">Name of a control.</param>
/// <param name="To">Name of the other.</param>
/// <param name="Microseconds">p50 of To less p50 of From: negative where To is faster.</param>
/// <param name="Ratio">p50 of To / p50 of From.</param>
internal sealed record ControlEffect(string Name, string From, string To, double Microseconds, double Ratio);

/// <param name="Because">What the proxy said to it.</param>
internal sealed record ControlLeftOut(string Name, string Because);
