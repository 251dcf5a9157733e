using System.Runtime.Versioning;
using LocalLambdas.Processes.Unix;

namespace LocalLambdas.Sockets.Linux;

/// <summary>
/// A socket that is closed when nobody uses it any more: a number that is closed while another thread uses it would by then belong to another
/// connection. A SafeHandle does the same at several times the price.
/// </summary>
[SupportedOSPlatform("linux")]
internal sealed class Descriptor(int number)
{
    private const int Closing = 1 << 30;
    private const int Closed = -32;

    // How many use it, and whether it is to be closed.
    private int _uses;

    public int Receive(Span<byte> room)
    {
        if (!TryUse()) return 0;
        var received = LinuxSocket.Receive(number, room);
        Leave();
        return received;
    }

    /// <returns>As <see cref="Receive"/> with room for one byte, which stays where it is.</returns>
    public int Peek()
    {
        if (!TryUse()) return 0;
        var peeked = LinuxSocket.Peek(number);
        Leave();
        return peeked;
    }

    public int Send(ReadOnlySpan<byte> bytes)
    {
        if (!TryUse()) return Closed;
        var sent = LinuxSocket.Send(number, bytes);
        Leave();
        return sent;
    }

    public unsafe int Send(LinuxSocket.Piece* pieces, int count)
    {
        if (!TryUse()) return Closed;
        var sent = LinuxSocket.Send(number, pieces, count);
        Leave();
        return sent;
    }

    public void Use(Action<int> action)
    {
        if (!TryUse()) return;
        try
        {
            action(number);
        }
        finally
        {
            Leave();
        }
    }

    public void Close()
    {
        if (Interlocked.Or(ref _uses, Closing) == 0) _ = LibC.Close(number);
    }

    private bool TryUse()
    {
        var uses = Volatile.Read(ref _uses);
        while ((uses & Closing) == 0)
        {
            var before = Interlocked.CompareExchange(ref _uses, uses + 1, uses);
            if (before == uses) return true;
            uses = before;
        }

        return false;
    }

    private void Leave()
    {
        if (Interlocked.Decrement(ref _uses) == Closing) _ = LibC.Close(number);
    }
}
