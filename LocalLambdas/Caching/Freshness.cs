namespace LocalLambdas.Caching;

/// <summary>For how long an answer may be used, and how old it is (RFC 9111, 4.2).</summary>
/// <param name="IsHeuristic">The answer did not say it: the configured default.</param>
internal readonly record struct Freshness(TimeSpan Lifetime, TimeSpan InitialAge, ResponseTiming Timing, bool IsHeuristic)
{
    public bool IsInitiallyFresh => InitialAge < Lifetime;

    public TimeSpan Age(TimeProvider time) => InitialAge + Timing.Residence(time);
}
