namespace LocalLambdas.Caching;

/// <summary>
/// Remembers for which requests waiting was in vain, so that requests for what is never stored do not queue up behind each other.
/// A table of hashes, one per slot: a collision costs a shared call, nothing else.
/// </summary>
internal sealed class UnshareableKeys
{
    private const int Slots = 4096;

    private readonly int[] _hashes = new int[Slots];

    public bool Contains(FlightKey key) => Volatile.Read(ref SlotOf(key, out var hash)) == hash;

    public void Set(FlightKey key, bool unshareable)
    {
        ref var slot = ref SlotOf(key, out var hash);
        if (unshareable)
            Volatile.Write(ref slot, hash);
        else
            Interlocked.CompareExchange(ref slot, 0, hash);
    }

    private ref int SlotOf(FlightKey key, out int hash)
    {
        // Zero is an empty slot
        hash = key.GetHashCode() | 1;
        return ref _hashes[(uint)hash / 2 % Slots];
    }
}
