using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Runtime.Versioning;
using LocalLambdas.Sockets;
using LocalLambdas.Sockets.Linux;
using Testing;

namespace LocalLambdas.Tests.Sockets.Linux;

/// <summary>What a socket sends when all is done that its loop has been told.</summary>
[SupportedOSPlatform("linux")]
public sealed class LaterSendTests : IAsyncLifetime
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static readonly byte[] Asked = [.. "asked"u8];

    private readonly LoopThread _loop = new();
    private Socket _peer = null!;
    private LoopSocket _socket = null!;

    public async ValueTask InitializeAsync()
    {
        _peer = SocketPair.Create(out var ours);
        _socket = await _loop.RunAsync(() => new LoopSocket(ours));
    }

    public ValueTask DisposeAsync()
    {
        _socket.Dispose();
        _peer.Dispose();
        _loop.Dispose();
        return default;
    }

    [Fact]
    public async Task It_is_sent_once_the_batch_is_over()
    {
        Assert.Equal((true, 0), await _loop.RunAsync(() => (_socket.TrySendSoon(Asked), _peer.Available)));

        Assert.Equal(Asked, await EpollServer.ReceiveAsync(_peer, Asked.Length));
    }

    [Fact]
    public void On_another_thread_it_is_not() => Assert.False(_socket.TrySendSoon(Asked));

    [Fact]
    public async Task It_is_not_sent_when_the_lambda_has_spoken_before_and_that_is_no_answer()
    {
        var receiving = await _loop.RunBeforeAsync(Ask, async () => await _peer.SendAsync("early"u8.ToArray()));

        await Assert.ThrowsAsync<ObjectDisposedException>(() => Eventually.Within(receiving));
        await NothingComesAsync();
    }

    [Fact]
    public async Task Nor_when_it_has_spoken_since_the_loop_was_told_of_anything()
    {
        var receiving = await _loop.RunAsync(() =>
        {
            var asking = Ask();
            _peer.Send("early"u8);
            return asking;
        });

        await Assert.ThrowsAsync<ObjectDisposedException>(() => Eventually.Within(receiving));
        await NothingComesAsync();
    }

    [Fact]
    public async Task It_is_not_sent_when_the_lambda_has_ended_before()
    {
        var receiving = await _loop.RunBeforeAsync(Ask, () => Task.Run(() => _peer.Shutdown(SocketShutdown.Send), Cancellation));

        await Assert.ThrowsAsync<ObjectDisposedException>(() => Eventually.Within(receiving));
        await NothingComesAsync();
    }

    [Fact]
    public async Task It_is_not_sent_when_the_socket_has_been_disposed_of_before()
    {
        await _loop.RunAsync(() =>
        {
            Assert.True(_socket.TrySendSoon(Asked));
            _socket.Dispose();
            return true;
        });

        await NothingComesAsync();
    }

    [Fact]
    public async Task Nor_when_it_has_ended_since_the_loop_was_told_of_anything()
    {
        var receiving = await _loop.RunAsync(() =>
        {
            var asking = Ask();
            _peer.Shutdown(SocketShutdown.Send);
            return asking;
        });

        await Assert.ThrowsAsync<ObjectDisposedException>(() => Eventually.Within(receiving));
        await NothingComesAsync();
    }

    [Fact]
    public async Task Nor_when_more_sockets_than_are_told_at_once_have_something_before_it()
    {
        const int More = 300;
        List<(LoopSocket Ours, Socket Theirs)> others = [];
        await _loop.RunAsync(() =>
        {
            for (var i = 0; i < More; i++)
            {
                var theirs = SocketPair.Create(out var ours);
                others.Add((new(ours), theirs));
            }

            return true;
        });
        var receiving = await _loop.RunAsync(() =>
        {
            var asking = Ask();
            foreach (var (_, theirs) in others) theirs.Send("x"u8);
            _peer.Send("early"u8);
            return asking;
        });

        await Assert.ThrowsAsync<ObjectDisposedException>(() => Eventually.Within(receiving));
        await NothingComesAsync();
        foreach (var (ours, theirs) in others)
        {
            ours.Dispose();
            theirs.Dispose();
        }
    }

    [Fact]
    public async Task Nor_when_it_was_put_off_while_others_were_sent_already()
    {
        TaskCompletionSource<Task<int>> asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await _loop.RunAsync(() => EndOfBatch.TryPutOff(() =>
        {
            asked.SetResult(Ask());
            _peer.Send("early"u8);
        }));

        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await Eventually.Within(await Eventually.Within(asked.Task)));
        await NothingComesAsync();
    }

    [Fact]
    public async Task It_is_not_put_off_when_something_may_be_there_that_would_be_received_before()
    {
        // As many as there is room for: more could be there, and is not.
        await _peer.SendAsync("ab"u8.ToArray());
        Assert.Equal(2, await Eventually.Within(_socket.ReceiveAsync(new byte[2]).AsTask()));

        Assert.False(await _loop.RunAsync(() => _socket.TrySendSoon(Asked)));
    }

    [Fact]
    public async Task What_there_is_no_room_for_ends_the_socket()
    {
        // No room at all is left.
        _peer.ReceiveBufferSize = 1;
        var filling = _socket.SendAsync(new byte[4 * 1024 * 1024]).AsTask();
        Assert.False(filling.IsCompleted);

        var receiving = await _loop.RunAsync(() => Ask(new byte[64 * 1024]));

        await Assert.ThrowsAsync<ObjectDisposedException>(() => Eventually.Within(receiving));
    }

    [Fact]
    public async Task What_has_come_before_is_known_without_asking()
    {
        Assert.False(await _loop.RunAsync(_socket.IsKnownToHaveStirred));
        await _peer.SendAsync("ab"u8.ToArray());
        Assert.True(await _loop.RunAsync(_socket.IsKnownToHaveStirred));

        // As many as there is room for: more could be there, and is not.
        Assert.Equal(2, await Eventually.Within(_socket.ReceiveAsync(new byte[2]).AsTask()));
        Assert.False(await _loop.RunAsync(_socket.IsKnownToHaveStirred));

        _peer.Dispose();
        Assert.True(await _loop.RunAsync(_socket.IsKnownToHaveStirred));
    }

    [Fact]
    public async Task On_another_thread_the_system_is_asked()
    {
        await _loop.RunBeforeAsync(() => true, async () =>
        {
            Assert.False(_socket.IsKnownToHaveStirred());
            await _peer.SendAsync("x"u8.ToArray());
            Assert.True(_socket.IsKnownToHaveStirred());
        });
    }

    [Fact]
    public async Task Nobody_looks_at_the_bytes_any_more_when_it_has_been_given_up()
    {
        const int Rounds = 1000;
        StrongBox<LaterSend> send = new();
        var isRead = 0;
        var seen = 0;
        using Barrier barrier = new(2);
        var giving = Task.Run(() =>
        {
            for (var round = 0; round < Rounds; round++)
            {
                barrier.SignalAndWait(Eventually.Limit, Cancellation);
                send.Value.GiveUp();
                seen += Volatile.Read(ref isRead);
                barrier.SignalAndWait(Eventually.Limit, Cancellation);
            }
        }, Cancellation);
        for (var round = 0; round < Rounds; round++)
        {
            send.Value.PutOff();
            Assert.True(send.Value.TryBegin());
            isRead = 1;
            barrier.SignalAndWait(Eventually.Limit, Cancellation);
            Thread.Yield();
            Volatile.Write(ref isRead, 0);
            send.Value.End();
            barrier.SignalAndWait(Eventually.Limit, Cancellation);
        }

        await giving;
        Assert.Equal(0, seen);
    }

    private Task<int> Ask() => Ask(Asked);

    private Task<int> Ask(byte[] bytes)
    {
        Assert.False(_socket.IsKnownToHaveStirred());
        Assert.True(_socket.TrySendSoon(bytes));
        return _socket.ReceiveAsync(new byte[10]).AsTask();
    }

    private async Task NothingComesAsync()
    {
        try
        {
            Assert.Equal(0, await Eventually.Within(_peer.ReceiveAsync(new byte[10])));
        }
        catch (SocketException exception)
        {
            // Closed with bytes that nobody had read.
            Assert.Equal(SocketError.ConnectionReset, exception.SocketErrorCode);
        }
    }
}
