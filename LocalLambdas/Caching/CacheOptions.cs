namespace LocalLambdas.Caching;

internal sealed class CacheOptions
{
    public int MaxEntries { get; init; } = 1000;

    public long MaxBytes { get; init; } = 64 * 1024 * 1024;

    public long MaxEntryBytes { get; init; } = 1024 * 1024;

    /// <summary>How long an answer is kept that says nothing about its freshness; zero: not at all.</summary>
    public TimeSpan DefaultFreshness { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// How long the end of a body is waited for that does not say its length, before it passes on as it comes: those who want the same can
    /// only be given it whole.
    /// </summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(1);

    public void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxEntries, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxBytes, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxEntryBytes, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(MaxEntryBytes, MaxBytes);
        ArgumentOutOfRangeException.ThrowIfLessThan(DefaultFreshness, TimeSpan.Zero);
    }
}
