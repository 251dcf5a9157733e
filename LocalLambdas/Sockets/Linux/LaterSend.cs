namespace LocalLambdas.Sockets.Linux;

/// <summary>
/// Whether a send is put off. On the thread of the loop alone, but for <see cref="GiveUp"/>: after that nobody looks at the bytes any more.
/// </summary>
internal struct LaterSend
{
    private const int None = 0;
    private const int Waits = 1;
    private const int Passes = 2;

    private int _state;

    public readonly bool IsPutOff => _state == Waits;

    public void PutOff() => Volatile.Write(ref _state, Waits);

    /// <returns>False if it was given up.</returns>
    public bool TryBegin() => Interlocked.CompareExchange(ref _state, Passes, Waits) == Waits;

    public void End() => Volatile.Write(ref _state, None);

    /// <summary>By anybody. A send that has begun is a single call that does not block, and is waited for.</summary>
    public void GiveUp()
    {
        if (Interlocked.CompareExchange(ref _state, None, Waits) != Passes) return;
        SpinWait spin = default;
        while (Volatile.Read(ref _state) == Passes) spin.SpinOnce();
    }
}
