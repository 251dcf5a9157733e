using System.Net;
using System.Net.Sockets;
using System.Runtime.Versioning;
using LocalLambdas.Sockets;
using LocalLambdas.Sockets.Linux;
using Testing;

namespace LocalLambdas.Tests.Sockets.Linux;

[SupportedOSPlatform("linux")]
public sealed class LoopSocketTests : IDisposable
{
    private const int Much = 4 * 1024 * 1024;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private readonly LambdaSocket _socket;
    private readonly Socket _peer;

    public LoopSocketTests()
    {
        _peer = SocketPair.Create(out var ours);
        _socket = new LoopSocket(ours);
    }

    public void Dispose()
    {
        _socket.Dispose();
        _peer.Dispose();
    }

    [Fact]
    public async Task Bytes_go_both_ways()
    {
        var bytes = EpollServer.Bytes(Much);
        var sending = _socket.SendAsync(bytes).AsTask();
        Assert.False(sending.IsCompleted);
        Assert.Equal(bytes, await EpollServer.ReceiveAsync(_peer, Much));
        await Eventually.Within(sending);

        var answering = _peer.SendAsync(bytes);
        var received = new byte[Much];
        for (var length = 0; length < Much;) length += await Eventually.Within(_socket.ReceiveAsync(received.AsMemory(length)).AsTask());
        Assert.Equal(bytes, received);
        await answering;
    }

    [Fact]
    public async Task The_end_is_received()
    {
        await _peer.SendAsync("x"u8.ToArray());
        _peer.Dispose();

        Assert.Equal(1, await Eventually.Within(_socket.ReceiveAsync(new byte[10]).AsTask()));
        Assert.Equal(0, await Eventually.Within(_socket.ReceiveAsync(new byte[10]).AsTask()));
        await Assert.ThrowsAsync<SocketException>(() => _socket.SendAsync("x"u8.ToArray()).AsTask());
    }

    [Fact]
    public async Task What_is_under_way_fails_when_it_is_disposed_of()
    {
        var receiving = _socket.ReceiveAsync(new byte[10]).AsTask();
        var sending = _socket.SendAsync(new byte[Much]).AsTask();

        _socket.Dispose();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => Eventually.Within(receiving));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => Eventually.Within(sending));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => _socket.ReceiveAsync(new byte[10]).AsTask());
        await Assert.ThrowsAsync<ObjectDisposedException>(() => _socket.SendAsync(new byte[10]).AsTask());
    }

    [Fact]
    public async Task One_that_has_spoken_or_closed_has_stirred()
    {
        Assert.False(_socket.HasStirred());

        await _peer.SendAsync("ab"u8.ToArray());
        Assert.True(_socket.HasStirred());

        // As many as there is room for: more could be there, and is not.
        Assert.Equal(2, await _socket.ReceiveAsync(new byte[2]));
        Assert.False(_socket.HasStirred());

        _peer.Dispose();
        Assert.True(_socket.HasStirred());
    }

    [Fact]
    public async Task It_connects_to_a_port_and_to_a_path_and_not_where_nobody_listens()
    {
        using TempFolder folder = new();
        EndPoint[] endPoints = [new IPEndPoint(IPAddress.Loopback, 0), new UnixDomainSocketEndPoint(Path.Combine(folder.Path, "s"))];
        foreach (var endPoint in endPoints)
        {
            EndPoint bound;
            using (Socket listener = new(endPoint.AddressFamily, SocketType.Stream, ProtocolType.Unspecified))
            {
                listener.Bind(endPoint);
                listener.Listen();
                bound = listener.LocalEndPoint!;
                using var connected = await LoopSocket.ConnectAsync(bound, Cancellation);
                using var accepted = await listener.AcceptAsync(Cancellation);
                await accepted.SendAsync("x"u8.ToArray(), Cancellation);
                Assert.Equal(1, await Eventually.Within(connected.ReceiveAsync(new byte[10]).AsTask()));
            }

            var error = await Assert.ThrowsAsync<SocketException>(() => LoopSocket.ConnectAsync(bound, Cancellation).AsTask());
            Assert.Contains(error.SocketErrorCode, new[] { SocketError.ConnectionRefused, SocketError.SocketError });
        }
    }
}
