using System.Net;
using System.Net.Sockets;
using System.Text;
using LambdaRuntime;
using LambdaRuntime.Frames;
using LocalLambdas.Lambdas;
using LocalLambdas.Transports.Frames;
using Testing;
using TcpChannel = LocalLambdas.Transports.Frames.Channels.TcpChannel;

namespace LocalLambdas.Tests.Transports.Frames.Channels;

public sealed class TcpChannelTests : IDisposable
{
    private readonly TcpChannel _channel = new();
    private readonly IPEndPoint _address;
    private readonly string _token;

    public TcpChannelTests()
    {
        var environment = new Dictionary<string, string>();
        Assert.Null(_channel.AddTo(environment));
        var parts = environment["LAMBDA_CHANNEL"].Split('#');
        Assert.StartsWith("tcp:127.0.0.1:", parts[0], StringComparison.Ordinal);
        _address = IPEndPoint.Parse(parts[0]["tcp:".Length..]);
        _token = parts[1];
        _channel.Begin();
    }

    [Fact]
    public void Nobody_else_can_bind_its_port_before_it_listens()
    {
        using var prepared = new TcpChannel();
        using var other = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

        var exception = Assert.Throws<SocketException>(() => other.Bind(IPEndPoint.Parse(prepared.Address["tcp:".Length..])));

        Assert.Equal(SocketError.AddressAlreadyInUse, exception.SocketErrorCode);
    }

    [Fact]
    public async Task Who_shows_no_token_is_dropped_and_does_not_keep_the_process_out()
    {
        var opening = _channel.OpenAsync(Connect, TestContext.Current.CancellationToken);
        using var silent = await ConnectAsync();
        foreach (var wrong in new[] { "", _token[..^1], _token + "0", new string('0', _token.Length) })
        {
            using var stranger = await ConnectAsync();
            await HelloAsync(stranger, wrong);
            Assert.True(await IsClosedAsync(stranger), $"with the token '{wrong}'");
        }

        Assert.False(opening.IsCompleted);
        using var process = await ConnectAsync();
        await HelloAsync(process, _token);

        using var connection = await Eventually.Within(opening);
        Assert.True(connection.Hello.IsCompletedSuccessfully);
    }

    [Fact]
    public async Task When_the_process_is_there_nobody_can_connect_any_more()
    {
        var opening = _channel.OpenAsync(Connect, TestContext.Current.CancellationToken);
        using var process = await ConnectAsync();
        await HelloAsync(process, _token);
        using var connection = await Eventually.Within(opening);

        await Assert.ThrowsAsync<SocketException>(ConnectAsync);
    }

    public void Dispose() => _channel.Dispose();

    private FrameConnection Connect(Stream wire)
    {
        var connection = new FrameConnection(wire, new(_channel.Token, Eventually.Limit, _ => { }, _ => { }), new StartRecord(TimeProvider.System));
        connection.Begin();
        return connection;
    }

    private async Task<Socket> ConnectAsync()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(_address, TestContext.Current.CancellationToken);
        return socket;
    }

    private static async Task HelloAsync(Socket socket, string token)
    {
        using var hello = new EnvelopeBuffer();
        FrameWriter.WriteHello(hello, new(0, 0, Encoding.ASCII.GetBytes(token)));
        await socket.SendAsync(hello.Written, TestContext.Current.CancellationToken);
    }

    private static async Task<bool> IsClosedAsync(Socket socket)
    {
        try
        {
            return await Eventually.Within(socket.ReceiveAsync(new byte[1])) == 0;
        }
        catch (SocketException)
        {
            return true;
        }
    }
}
