using LambdaRuntime.Frames;

namespace LambdaRuntime;

/// <summary>How many bytes of a request's body the proxy may send.</summary>
internal struct ReceiveWindow()
{
    // Half of it: so the sender is never without, and there are few frames that only grant
    private const int WorthGranting = FrameLimits.InitialCredit / 2;

    private int _open = FrameLimits.InitialCredit;
    private int _consumed;

    /// <summary>False when it has sent more than it may.</summary>
    public bool TryReceive(int count)
    {
        _open -= count;
        return _open >= 0;
    }

    /// <summary>What is to be granted now that so many bytes are passed on, or 0.</summary>
    public int Consume(int count)
    {
        _consumed += count;
        if (_consumed < WorthGranting)
            return 0;
        var granted = _consumed;
        _open += granted;
        _consumed = 0;
        return granted;
    }
}
