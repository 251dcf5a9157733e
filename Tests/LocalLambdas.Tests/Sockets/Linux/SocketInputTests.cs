using System.Net.Sockets;
using System.Runtime.Versioning;
using LocalLambdas.Sockets.Linux;
using Testing;

namespace LocalLambdas.Tests.Sockets.Linux;

/// <summary>Without a loop: what it would tell is told here.</summary>
[SupportedOSPlatform("linux")]
public sealed class SocketInputTests : IDisposable
{
    private readonly Descriptor _socket;
    private readonly Socket _peer;
    private readonly SocketInput _input;
    private int _ends;

    public SocketInputTests()
    {
        _peer = SocketPair.Create(out var ours);
        _socket = new(ours);
        _input = new(_socket, () => _ends++);
    }

    public void Dispose()
    {
        _socket.Close();
        _peer.Dispose();
    }

    [Fact]
    public async Task The_end_right_behind_the_bytes_is_told_with_them()
    {
        await _peer.SendAsync("ab"u8.ToArray());
        _peer.Dispose();
        _input.OnReadable(isHungUp: true);
        Assert.Equal(0, _ends);

        var read = await Eventually.Within(_input.ReadAsync(TestContext.Current.CancellationToken).AsTask());

        Assert.Equal(2, read.Buffer.Length);
        Assert.Equal(1, _ends);
    }

    /// <summary>The loop holds the wait most of the time here: who cancels finds none, and it has to be seen by the loop.</summary>
    [Fact]
    public async Task A_token_ends_a_wait_also_while_the_loop_looks_for_bytes()
    {
        const int Rounds = 5_000;
        var isOver = false;
        Thread loop = new(() =>
        {
            while (!Volatile.Read(ref isOver)) _input.OnReadable(isHungUp: false);
        })
        { IsBackground = true };
        loop.Start();
        try
        {
            for (var i = 0; i < Rounds; i++)
            {
                using CancellationTokenSource source = new();
                var reading = _input.ReadAsync(source.Token).AsTask();
                Thread.SpinWait(i % 50);
                source.Cancel();
                await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Eventually.Within(reading));
            }
        }
        finally
        {
            Volatile.Write(ref isOver, true);
            loop.Join();
        }
    }
}
