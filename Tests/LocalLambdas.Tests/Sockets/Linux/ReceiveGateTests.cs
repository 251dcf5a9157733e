using System.Runtime.Versioning;
using LocalLambdas.Sockets.Linux;

namespace LocalLambdas.Tests.Sockets.Linux;

[SupportedOSPlatform("linux")]
public sealed class ReceiveGateTests
{
    private const int Rounds = 300_000;

    private ReceiveGate _gate;
    private bool _isTaken;
    private int _begun;
    private int _ended;

    /// <summary>Either the reader sees that the socket is readable, or the loop sees the reader.</summary>
    [Fact]
    public void A_wait_is_not_missed_when_the_socket_becomes_readable_at_the_same_time()
    {
        Thread loop = new(TellInEachRound) { IsBackground = true };
        loop.Start();
        var lost = 0;
        for (var round = 1; round <= Rounds; round++)
        {
            _gate = default;
            Volatile.Write(ref _begun, round);
            Thread.SpinWait(round % 32);
            var waits = _gate.Wait();
            Until(ref _ended, round);
            if (waits && !_isTaken) lost++;
        }

        loop.Join();
        Assert.Equal(0, lost);
    }

    private void TellInEachRound()
    {
        for (var round = 1; round <= Rounds; round++)
        {
            Until(ref _begun, round);
            _gate.Readable(isHungUp: false);
            _isTaken = _gate.TryTakeWait();
            Volatile.Write(ref _ended, round);
        }
    }

    // Both are to begin as close together as can be, and there may be no more processors than one.
    private static void Until(ref int reached, int round)
    {
        const int LooksOfATurn = 1_000;
        for (var looks = 1; Volatile.Read(ref reached) < round; looks++)
        {
            if (looks % LooksOfATurn == 0) Thread.Yield();
        }
    }
}
