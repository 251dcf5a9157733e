using System.Net.Sockets;
using System.Runtime.Versioning;
using LocalLambdas.Sockets.Linux;
using Microsoft.AspNetCore.Connections;
using Testing;

namespace LocalLambdas.Tests.Sockets.Linux;

[SupportedOSPlatform("linux")]
public sealed class ReadingTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_sent_is_read_and_both_know_each_other()
    {
        await using var server = await EpollServer.StartAsync();
        var (client, connection) = await server.PairAsync();
        await client.SendAsync("hello"u8.ToArray());

        Assert.Equal("hello"u8.ToArray(), await EpollServer.ReadAsync(connection, 5));
        Assert.Equal(client.LocalEndPoint, connection.RemoteEndPoint);
        Assert.Equal(client.RemoteEndPoint, connection.LocalEndPoint);

        client.Dispose();
        await connection.DisposeAsync();
    }

    [Fact]
    public async Task Much_is_read_in_order()
    {
        await using var server = await EpollServer.StartAsync();
        var (client, connection) = await server.PairAsync();
        var bytes = EpollServer.Bytes(3_000_000);
        var sending = client.SendAsync(bytes);

        Assert.Equal(bytes, await EpollServer.ReadAsync(connection, bytes.Length));

        await sending;
        client.Dispose();
        await connection.DisposeAsync();
    }

    /// <summary>As a parser does that waits for the end of a line.</summary>
    [Fact]
    public async Task What_is_left_is_read_again_together_with_what_comes()
    {
        await using var server = await EpollServer.StartAsync();
        var (client, connection) = await server.PairAsync();
        var bytes = EpollServer.Bytes(100_000);
        var input = connection.Transport.Input;
        var sending = SendInPiecesAsync(client, bytes);
        List<byte> read = [];
        while (read.Count < bytes.Length)
        {
            var buffer = (await Eventually.Within(input.ReadAsync(Cancellation).AsTask())).Buffer;

            // A third is taken; the rest has been looked at, unless nothing more will come.
            var taken = Math.Max(1, buffer.Length / 3);
            var isAll = read.Count + buffer.Length == bytes.Length;
            foreach (var piece in buffer.Slice(0, taken)) read.AddRange(piece.Span);
            input.AdvanceTo(buffer.GetPosition(taken), isAll ? buffer.GetPosition(taken) : buffer.End);
        }

        Assert.Equal(bytes, read);
        await sending;
        client.Dispose();
        await connection.DisposeAsync();
    }

    [Fact]
    public async Task What_has_not_been_looked_at_is_there_at_once()
    {
        await using var server = await EpollServer.StartAsync();
        var (client, connection) = await server.PairAsync();
        await client.SendAsync("ab"u8.ToArray());
        var input = connection.Transport.Input;
        var first = await Eventually.Within(input.ReadAsync(Cancellation).AsTask());
        input.AdvanceTo(first.Buffer.GetPosition(1));

        var second = input.ReadAsync(Cancellation);

        Assert.True(second.IsCompleted);
        Assert.Equal(1, (await second).Buffer.Length);
        client.Dispose();
        await connection.DisposeAsync();
    }

    [Fact]
    public async Task An_end_is_read_after_the_bytes_and_tells_that_the_client_is_gone()
    {
        await using var server = await EpollServer.StartAsync();
        var (client, connection) = await server.PairAsync();
        await client.SendAsync("bye"u8.ToArray());
        client.Shutdown(SocketShutdown.Send);

        Assert.Equal("bye"u8.ToArray(), await EpollServer.ReadAsync(connection, 4));
        var end = await Eventually.Within(connection.Transport.Input.ReadAsync(Cancellation).AsTask());
        Assert.True(end.IsCompleted);
        Assert.True(end.Buffer.IsEmpty);
        await Eventually.True(() => connection.ConnectionClosed.IsCancellationRequested, "the connection is not closed");
        client.Dispose();
        await connection.DisposeAsync();
    }

    /// <summary>Who waits for a lambda does not read.</summary>
    [Fact]
    public async Task A_client_that_ends_is_noticed_while_nobody_reads()
    {
        await using var server = await EpollServer.StartAsync();
        var (client, connection) = await server.PairAsync();
        client.Dispose();

        await Eventually.True(() => connection.ConnectionClosed.IsCancellationRequested, "the connection is not closed");
        await connection.DisposeAsync();
    }

    [Fact]
    public async Task A_reset_breaks_off_a_read()
    {
        await using var server = await EpollServer.StartAsync();
        var (client, connection) = await server.PairAsync();
        var reading = connection.Transport.Input.ReadAsync(Cancellation).AsTask();
        client.LingerState = new(true, 0);
        client.Dispose();

        await Assert.ThrowsAsync<ConnectionResetException>(() => Eventually.Within(reading));
        await Eventually.True(() => connection.ConnectionClosed.IsCancellationRequested, "the connection is not closed");
        Assert.True((await connection.Transport.Output.FlushAsync(Cancellation)).IsCompleted);
        await connection.DisposeAsync();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_read_can_be_cancelled_while_it_waits_and_before(bool waits)
    {
        await using var server = await EpollServer.StartAsync();
        var (client, connection) = await server.PairAsync();
        var input = connection.Transport.Input;
        var reading = waits ? input.ReadAsync(Cancellation).AsTask() : null;

        input.CancelPendingRead();

        reading ??= input.ReadAsync(Cancellation).AsTask();
        Assert.True((await Eventually.Within(reading)).IsCanceled);
        await client.SendAsync("x"u8.ToArray());
        Assert.Equal("x"u8.ToArray(), await EpollServer.ReadAsync(connection, 1));
        client.Dispose();
        await connection.DisposeAsync();
    }

    [Fact]
    public async Task A_token_ends_a_wait_and_no_more()
    {
        await using var server = await EpollServer.StartAsync();
        var (client, connection) = await server.PairAsync();
        using CancellationTokenSource source = new();
        var reading = connection.Transport.Input.ReadAsync(source.Token).AsTask();

        await source.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Eventually.Within(reading));
        await client.SendAsync("x"u8.ToArray());
        Assert.Equal("x"u8.ToArray(), await EpollServer.ReadAsync(connection, 1));
        client.Dispose();
        await connection.DisposeAsync();
    }

    [Fact]
    public async Task A_short_read_is_not_followed_by_one_in_vain()
    {
        await using var server = await EpollServer.StartAsync();
        var (client, connection) = await server.PairAsync();
        ReceiveGate gate = default;
        Assert.True(LocalLambdas.Processes.Unix.LibC.TryCreateSocketPair(out var ours, out var theirs));
        Descriptor receiver = new(ours);
        Descriptor sender = new(theirs);
        sender.Send("abc"u8);
        gate.Readable(isHungUp: false);

        Assert.Equal(2, gate.Receive(receiver, new byte[2]));
        Assert.True(gate.IsReadable, "more may be there");
        Assert.Equal(1, gate.Receive(receiver, new byte[2]));
        Assert.False(gate.IsReadable, "it would be asked in vain");
        gate.Readable(isHungUp: true);
        sender.Close();
        Assert.Equal(0, gate.Receive(receiver, new byte[2]));

        receiver.Close();
        client.Dispose();
        await connection.DisposeAsync();
    }

    private static async Task SendInPiecesAsync(Socket client, byte[] bytes)
    {
        const int Piece = 5_000;
        for (var i = 0; i < bytes.Length; i += Piece) await client.SendAsync(bytes.AsMemory(i, Piece), Cancellation);
    }
}
