using System.Net.Sockets;
using System.Runtime.Versioning;
using LocalLambdas.Tests.Chaos;
using LocalLambdas.Tests.Telemetry;
using Microsoft.AspNetCore.Connections;
using Testing;

namespace LocalLambdas.Tests.Sockets.Linux;

/// <summary>Alone, as it counts the descriptors of the process.</summary>
[Collection(ListensAlone.Name)]
[SupportedOSPlatform("linux")]
public sealed class ConnectionsTests
{
    private const int Clients = 8;
    private const int ConnectionsOfEach = 250;

    [Fact]
    public async Task Thousands_come_and_go_and_no_descriptor_stays()
    {
        await using var server = await EpollServer.StartAsync();
        var serving = ServeAsync(server);
        await RoundAsync(server, 0, 1);
        var before = Descriptors();

        await Task.WhenAll(Enumerable.Range(0, Clients).Select(client => Task.Run(() => RoundAsync(server, client, ConnectionsOfEach))));

        await Eventually.True(() => Descriptors() <= before, $"there were {before} descriptors");
        await server.UnbindAsync();
        await Eventually.Within(serving);
    }

    [Fact]
    public async Task Who_is_connected_stays_when_nobody_else_can_be()
    {
        await using var server = await EpollServer.StartAsync();
        var (client, connection) = await server.PairAsync();

        await server.UnbindAsync();

        Assert.Null(await server.AcceptAsync());
        await Assert.ThrowsAsync<SocketException>(server.ConnectAsync);
        await client.SendAsync("x"u8.ToArray());
        Assert.Equal("x"u8.ToArray(), await EpollServer.ReadAsync(connection, 1));
        client.Dispose();
        await connection.DisposeAsync();
    }

    [Fact]
    public async Task Who_was_not_taken_is_let_go()
    {
        var before = Sockets();
        var server = await EpollServer.StartAsync();
        using var client = await server.ConnectAsync();
        await Eventually.True(() => Sockets().Except(before).Count() is 3, "it was not accepted");

        await server.DisposeAsync();

        // The client's own is left.
        Assert.Empty(await EpollServer.ReceiveAsync(client, 1));
        Assert.Single(Sockets().Except(before));
    }

    // Each by its number: those that tests before have left may be closed meanwhile.
    private static IEnumerable<string> Sockets() =>
        [.. ProxyResources.Descriptors(Environment.ProcessId).Where(static target => target.StartsWith("socket:", StringComparison.Ordinal))];

    private static int Descriptors() => Directory.GetFiles("/proc/self/fd").Length;

    private static async Task ServeAsync(EpollServer server)
    {
        List<Task> echoes = [];
        while (await server.AcceptAsync() is { } connection) echoes.Add(EchoAsync(connection));
        await Task.WhenAll(echoes);
    }

    private static async Task EchoAsync(ConnectionContext connection)
    {
        try
        {
            while (true)
            {
                var result = await connection.Transport.Input.ReadAsync();
                foreach (var piece in result.Buffer) EpollServer.Write(connection, piece.Span);
                connection.Transport.Input.AdvanceTo(result.Buffer.End);
                await connection.Transport.Output.FlushAsync();
                if (result.IsCompleted) break;
            }
        }
        catch (ConnectionResetException)
        {
            // Every third client breaks off.
        }

        await connection.DisposeAsync();
    }

    private static async Task RoundAsync(EpollServer server, int seed, int count)
    {
        for (var i = 0; i < count; i++)
        {
            using var client = await server.ConnectAsync();
            var bytes = EpollServer.Bytes(1 + ((seed * 7919 + i) % 9000));
            await client.SendAsync(bytes);
            Assert.Equal(bytes, await EpollServer.ReceiveAsync(client, bytes.Length));
            if (i % 3 == 0) client.LingerState = new(true, 0);
        }
    }
}
