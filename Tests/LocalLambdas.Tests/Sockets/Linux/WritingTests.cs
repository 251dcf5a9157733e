using System.Net.Sockets;
using System.Runtime.Versioning;
using Microsoft.AspNetCore.Connections;
using Testing;

namespace LocalLambdas.Tests.Sockets.Linux;

[SupportedOSPlatform("linux")]
public sealed class WritingTests
{
    // More than the buffers of both ends take (tcp_wmem and tcp_rmem, tcp(7)).
    private const int Much = 16 * 1024 * 1024;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_flushed_is_sent_at_once()
    {
        await using var server = await EpollServer.StartAsync();
        var (client, connection) = await server.PairAsync();
        EpollServer.Write(connection, "answer"u8);
        Assert.Equal(6, connection.Transport.Output.UnflushedBytes);

        var flush = connection.Transport.Output.FlushAsync(Cancellation);

        Assert.True(flush.IsCompletedSuccessfully);
        Assert.False((await flush).IsCompleted);
        Assert.Equal(0, connection.Transport.Output.UnflushedBytes);
        Assert.Equal("answer"u8.ToArray(), await EpollServer.ReceiveAsync(client, 6));
        client.Dispose();
        await connection.DisposeAsync();
    }

    [Fact]
    public async Task A_client_that_reads_slowly_holds_up_the_flush_and_gets_everything()
    {
        await using var server = await EpollServer.StartAsync();
        var (client, connection) = await server.PairAsync();
        var bytes = EpollServer.Bytes(Much);
        EpollServer.Write(connection, bytes);

        var flush = connection.Transport.Output.FlushAsync(Cancellation).AsTask();

        Assert.False(flush.IsCompleted);
        Assert.Equal(bytes, await EpollServer.ReceiveAsync(client, Much));
        Assert.False((await Eventually.Within(flush)).IsCompleted);

        // And again: what was waited for once is waited for anew.
        EpollServer.Write(connection, bytes);
        flush = connection.Transport.Output.FlushAsync(Cancellation).AsTask();
        Assert.Equal(bytes, await EpollServer.ReceiveAsync(client, Much));
        await Eventually.Within(flush);
        client.Dispose();
        await connection.DisposeAsync();
    }

    [Fact]
    public async Task What_is_not_flushed_is_sent_before_the_end()
    {
        await using var server = await EpollServer.StartAsync();
        var (client, connection) = await server.PairAsync();
        var bytes = EpollServer.Bytes(Much);
        EpollServer.Write(connection, bytes);

        var disposing = connection.DisposeAsync().AsTask();

        Assert.False(disposing.IsCompleted);
        Assert.Equal(bytes, await EpollServer.ReceiveAsync(client, Much));
        Assert.Empty(await EpollServer.ReceiveAsync(client, 1));
        await Eventually.Within(disposing);
        client.Dispose();
    }

    /// <summary>Closing a socket that has something to be read would reset it, and the client lose its answer.</summary>
    [Fact]
    public async Task An_answer_reaches_a_client_of_whom_not_all_was_read()
    {
        await using var server = await EpollServer.StartAsync();
        var (client, connection) = await server.PairAsync();
        await client.SendAsync(EpollServer.Bytes(100_000));
        await Eventually.Within(connection.Transport.Input.ReadAsync(Cancellation).AsTask());
        EpollServer.Write(connection, "no"u8);
        await connection.Transport.Output.FlushAsync(Cancellation);

        await connection.DisposeAsync();

        Assert.Equal("no"u8.ToArray(), await EpollServer.ReceiveAsync(client, 2));
        Assert.Empty(await EpollServer.ReceiveAsync(client, 1));
        client.Dispose();
    }

    [Fact]
    public async Task An_abort_ends_a_flush_and_a_read_and_the_client_sees_a_reset()
    {
        await using var server = await EpollServer.StartAsync();
        var (client, connection) = await server.PairAsync();
        EpollServer.Write(connection, EpollServer.Bytes(Much));
        var flush = connection.Transport.Output.FlushAsync(Cancellation).AsTask();
        var read = connection.Transport.Input.ReadAsync(Cancellation).AsTask();
        Assert.False(flush.IsCompleted);

        connection.Abort(new ConnectionAbortedException("enough"));

        Assert.True((await Eventually.Within(flush)).IsCompleted);
        Assert.Equal("enough", (await Assert.ThrowsAsync<ConnectionAbortedException>(() => Eventually.Within(read))).Message);
        await Eventually.True(() => connection.ConnectionClosed.IsCancellationRequested, "the connection is not closed");
        var error = await Assert.ThrowsAsync<SocketException>(() => EpollServer.ReceiveAsync(client, Much));
        Assert.Equal(SocketError.ConnectionReset, error.SocketErrorCode);
        client.Dispose();
        await connection.DisposeAsync();
    }

    [Fact]
    public async Task A_client_that_breaks_off_ends_a_flush()
    {
        await using var server = await EpollServer.StartAsync();
        var (client, connection) = await server.PairAsync();
        EpollServer.Write(connection, EpollServer.Bytes(Much));
        var flush = connection.Transport.Output.FlushAsync(Cancellation).AsTask();

        client.LingerState = new(true, 0);
        client.Dispose();

        Assert.True((await Eventually.Within(flush)).IsCompleted);
        await connection.DisposeAsync();
    }

    [Fact]
    public async Task A_flush_can_be_cancelled_and_nothing_is_lost()
    {
        await using var server = await EpollServer.StartAsync();
        var (client, connection) = await server.PairAsync();
        var bytes = EpollServer.Bytes(Much);
        EpollServer.Write(connection, bytes);
        var flush = connection.Transport.Output.FlushAsync(Cancellation).AsTask();

        connection.Transport.Output.CancelPendingFlush();

        Assert.True((await Eventually.Within(flush)).IsCanceled);
        var disposing = connection.DisposeAsync().AsTask();
        Assert.Equal(bytes, await EpollServer.ReceiveAsync(client, Much));
        await Eventually.Within(disposing);
        client.Dispose();
    }
}
