using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using PerfRunner.Peers.Floor;
using PerfRunner.Peers.Starting;
using PerfRunner.Programs;
using PerfRunner.Tests.Fakes;
using PerfRunner.Tests.Peers.Starting;
using Testing;

namespace PerfRunner.Tests.Peers.Floor;

/// <summary>The program in C that passes bytes on, before a service of the test.</summary>
public sealed class PassThroughTests : IAsyncLifetime
{
    private const int ManyBytes = 8 * 1024 * 1024;

    /// <summary>So few that senders have to wait for whoever reads.</summary>
    private const int FewBytes = 4096;

    private readonly TemporaryDirectory _directory = new();
    private readonly TcpListener _service = new(IPAddress.Loopback, 0);
    private readonly IPEndPoint _address = new(IPAddress.Loopback, FreePort.Choose());
    private PeerProcess? _program;

    public async ValueTask InitializeAsync()
    {
        Assert.SkipWhen(PeerNeeds.Missing(CFloorPeer.AnswerName) is not null, PeerNeeds.Missing(CFloorPeer.AnswerName) ?? "");
        _service.Server.ReceiveBufferSize = FewBytes;
        _service.Start();
        string program = await CProgram.Find().CompileAsync(CProgram.PassThrough, _directory.Path, TestContext.Current.CancellationToken);
        ProcessStartInfo start = new(program, [Text(_address), Text((IPEndPoint)_service.LocalEndpoint)]);
        _program = await PeerProcess.StartAsync(start, [_address], TestContext.Current.CancellationToken);
        (await AcceptAsync()).Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        _service.Dispose();
        if (_program is not null)
        {
            await _program.DisposeAsync();
        }

        _directory.Dispose();
    }

    [Fact]
    public async Task What_a_client_does_not_take_at_once_arrives_all_the_same_before_the_end_of_the_connection()
    {
        using Socket client = await ConnectAsync();
        using Socket service = await AcceptAsync();
        byte[] sent = Bytes();

        // Until the client reads, more is on its way than all buffers hold.
        Task sending = SendAndCloseAsync(service, sent);
        byte[] received = await Eventually.Within(ReceiveAllAsync(client));

        await sending;
        Assert.Equal(sent.Length, received.Length);
        Assert.True(sent.AsSpan().SequenceEqual(received));
    }

    [Fact]
    public async Task Both_directions_pass_at_the_same_time()
    {
        using Socket client = await ConnectAsync();
        using Socket service = await AcceptAsync();
        byte[] question = Bytes();
        byte[] answer = [.. question.Reverse()];

        byte[][] received = await Eventually.Within(Task.WhenAll(
            ExchangeAsync(client, question), ExchangeAsync(service, answer)));

        Assert.True(answer.AsSpan().SequenceEqual(received[0]));
        Assert.True(question.AsSpan().SequenceEqual(received[1]));
    }

    [Fact]
    public async Task A_client_that_leaves_ends_the_connection_to_the_service()
    {
        Socket client = await ConnectAsync();
        using Socket service = await AcceptAsync();
        client.Dispose();

        Assert.Empty(await Eventually.Within(ReceiveAllAsync(service)));
    }

    [Fact]
    public async Task A_client_whose_service_is_not_there_sees_its_connection_end_and_others_go_on()
    {
        using Socket before = await ConnectAsync();
        using Socket service = await AcceptAsync();
        _service.Stop();

        using (Socket refused = await ConnectAsync())
        {
            Assert.Empty(await Eventually.Within(ReceiveAllAsync(refused)));
        }

        await before.SendAsync("still"u8.ToArray());
        byte[] received = new byte[100];
        Assert.Equal(5, await Eventually.Within(service.ReceiveAsync(received)));
    }

    private static string Text(IPEndPoint address) => address.Port.ToString(CultureInfo.InvariantCulture);

    private static byte[] Bytes()
    {
        byte[] bytes = new byte[ManyBytes];
        new Random(1).NextBytes(bytes);
        return bytes;
    }

    private static async Task<byte[]> ExchangeAsync(Socket socket, byte[] bytes)
    {
        Task sending = SendAsync(socket, bytes);
        byte[] received = new byte[bytes.Length];
        using NetworkStream stream = new(socket);
        await stream.ReadExactlyAsync(received);
        await sending;
        return received;
    }

    private static async Task SendAsync(Socket socket, byte[] bytes)
    {
        using NetworkStream stream = new(socket);
        await stream.WriteAsync(bytes);
    }

    private static async Task SendAndCloseAsync(Socket socket, byte[] bytes)
    {
        await SendAsync(socket, bytes);
        socket.Dispose();
    }

    /// <summary>Up to the end of the connection.</summary>
    private static async Task<byte[]> ReceiveAllAsync(Socket socket)
    {
        using NetworkStream stream = new(socket);
        using MemoryStream received = new();
        await stream.CopyToAsync(received);
        return received.ToArray();
    }

    private async Task<Socket> ConnectAsync()
    {
        Socket client = new(SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = FewBytes };
        await client.ConnectAsync(_address);
        return client;
    }

    /// <summary>The connection that the program makes for a client's; of the first one, by which it was seen to accept, the next client's is told.</summary>
    private Task<Socket> AcceptAsync() => Eventually.Within(_service.AcceptSocketAsync());
}
