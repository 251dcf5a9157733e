namespace ServiceDefaults;

internal static class FlushLimit
{
    /// <summary>Enough for a receiver on the same machine, and short enough to wait for one that is gone.</summary>
    public const int Milliseconds = 1000;
}
