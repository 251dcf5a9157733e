namespace PerfRunner.Peers.Targets;

/// <summary>Something that the proxy is meant to reach, and whether it does.</summary>
/// <param name="Name">Stable: a key in the JSON report.</param>
/// <param name="Means">What is compared with what.</param>
/// <param name="IsAtLeast">Whether more is better: the value has to be at least the limit, else at most.</param>
/// <param name="Value">Null when it was not measured; a ratio is the median of the rounds.</param>
/// <param name="Lowest">Of the rounds; null for what is not measured in rounds.</param>
internal sealed record TargetResult(
    string Name, string Means, TargetUnit Unit, bool IsAtLeast, double Limit, double? Value, double? Lowest = null, double? Highest = null)
{
    public TargetVerdict Verdict => Value is not { } value ? TargetVerdict.NotMeasured
        : IsReached(value) ? TargetVerdict.Reached : TargetVerdict.Missed;

    /// <summary>Whether every single round says the same as their median.</summary>
    public bool IsClear => Value is { } value && IsSame(Lowest, value) && IsSame(Highest, value);

    private bool IsSame(double? other, double value) => other is null || IsReached(other.Value) == IsReached(value);

    private bool IsReached(double value) => IsAtLeast ? value >= Limit : value <= Limit;
}

/// <summary>What a target's figures are.</summary>
internal enum TargetUnit
{
    Ratio,
    Microseconds,
    Bytes,
    Errors,
}

/// <summary>Whether a target is reached.</summary>
internal enum TargetVerdict
{
    Reached,
    Missed,

    /// <summary>What it needs did not take part.</summary>
    NotMeasured,
}
