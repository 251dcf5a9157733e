namespace PerfRunner.Load;

/// <summary>The failures in a row on one connection.</summary>
internal struct FailureStreak
{
    /// <summary>After so many a connection stops: what never works must not take requests x timeout to say so.</summary>
    public const int Longest = 10;

    private int _length;

    public readonly bool IsOver => _length >= Longest;

    public void Count(in Exchange exchange) => _length = exchange.Error is null ? 0 : _length + 1;
}
