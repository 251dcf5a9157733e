namespace LocalLambdas.Hosting;

/// <summary>
/// Gives back the memory of a load once it has passed. The collector alone would keep it until somebody allocates again: it runs when something
/// is allocated, and returns little by little what it has freed.
/// </summary>
internal sealed class IdleMemory : IDisposable
{
    /// <summary>How often it looks.</summary>
    public static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    private readonly IdleMemoryRule _rule = new();
    private readonly Func<long> _allocated;
    private readonly ITimer _timer;

    /// <param name="allocated">Bytes in all, since the program began.</param>
    public IdleMemory(TimeProvider time, Func<long> allocated)
    {
        _allocated = allocated;
        _timer = time.CreateTimer(static memory => ((IdleMemory)memory!).Look(), this, Period, Period);
    }

    public void Dispose() => _timer.Dispose();

    // All threads stand still meanwhile, for some milliseconds. Aggressive is the only mode that leaves nothing committed for what may come.
    private void Look()
    {
        if (_rule.IsTime(_allocated(), GC.GetGCMemoryInfo().HeapSizeBytes)) GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
    }
}
