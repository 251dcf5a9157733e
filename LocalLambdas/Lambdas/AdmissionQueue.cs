using System.Diagnostics.CodeAnalysis;

namespace LocalLambdas.Lambdas;

/// <summary>Lets so many requests of a lambda at once, and so many others wait in their order.</summary>
[SuppressMessage("Design", "CA1001", Justification = "Only the semaphore's wait handle would be disposed, which nobody asks for; and requests leave after their lambda's end.")]
internal sealed class AdmissionQueue(int slots, int places)
{
    private static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(int.MaxValue);

    private readonly SemaphoreSlim _slots = new(slots, slots);
    private int _waiting;

    public int Waiting => Volatile.Read(ref _waiting);

    /// <summary>Without waiting.</summary>
    public bool TryEnter() => _slots.Wait(TimeSpan.Zero);

    /// <returns>False if all places are taken, or none became free in time.</returns>
    public async ValueTask<bool> WaitAsync(TimeSpan timeout, CancellationToken cancellationToken)
    {
        try
        {
            return Interlocked.Increment(ref _waiting) <= places
                && await _slots.WaitAsync(timeout < Longest ? timeout : Longest, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }

    public void Leave() => _slots.Release();
}
