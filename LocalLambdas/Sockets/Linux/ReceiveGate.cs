using System.Runtime.Versioning;

namespace LocalLambdas.Sockets.Linux;

/// <summary>
/// Whether a socket has something to be received, and whether somebody waits for it. Nothing is received in vain: the socket is asked when it
/// has become readable, and again only if it gave as much as there was room for (epoll(7), "for stream-oriented files").
/// </summary>
[SupportedOSPlatform("linux")]
internal struct ReceiveGate
{
    // Who changes it from 1 to 0 ends the wait.
    private int _isWaiting;
    private volatile bool _isReadable;
    private volatile bool _isHungUp;

    public readonly bool IsReadable => _isReadable;

    /// <summary>Nothing follows what can be received now.</summary>
    public readonly bool IsHungUp => _isHungUp;

    /// <summary>By the loop.</summary>
    /// <param name="isHungUp">Nothing follows what can be received now, so that there will be no other event.</param>
    public void Readable(bool isHungUp)
    {
        if (isHungUp) _isHungUp = true;
        _isReadable = true;
    }

    /// <returns>How many bytes, 0 at the end, or an error: <see cref="LinuxSocket.WouldBlock"/> if there is nothing yet.</returns>
    public int Receive(Descriptor socket, Span<byte> room)
    {
        while (_isReadable)
        {
            // Before the call: of what comes after it the loop tells again.
            _isReadable = false;
            var received = socket.Receive(room);
            if (received is LinuxSocket.WouldBlock) continue;
            if (received is LinuxSocket.Interrupted || received == room.Length || _isHungUp) _isReadable = true;
            if (received is not LinuxSocket.Interrupted) return received;
        }

        return LinuxSocket.WouldBlock;
    }

    /// <returns>False if something came meanwhile: whoever takes the wait looks again.</returns>
    public bool Wait()
    {
        Interlocked.Exchange(ref _isWaiting, 1);
        return !_isReadable;
    }

    // Without a look before the exchange: a plain load may pass the store to _isReadable before it (Intel SDM, volume 3A, "Loads May Be
    // Reordered with Earlier Stores to Different Locations"), and miss a wait that has not seen that store.
    public bool TryTakeWait() => Interlocked.CompareExchange(ref _isWaiting, 0, 1) == 1;
}
