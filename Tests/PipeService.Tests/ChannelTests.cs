using System.IO.Pipes;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Testing;
using Testing.Frames;

namespace PipeService.Tests;

/// <summary>Where frames flow, as the variable says it, and what the process says when they cannot.</summary>
public sealed class ChannelTests
{
    private const int CannotConnect = 68;
    private const int BadFrame = 76;
    private const string Token = "0123456789abcdef";

    private static readonly string Program = Artifacts.Executable("PipeService");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Over_TCP_it_shows_its_token_answers_and_ends_with_the_connection()
    {
        using var listener = Listen();
        using var service = Start($"tcp:{listener.LocalEndPoint}#{Token}");
        await using (var client = await AcceptAsync(listener))
        {
            Assert.Equal(200, (await client.AskAsync("/pipe/x")).Status);
            Assert.Equal(Token, Encoding.ASCII.GetString(client.Hello![18..]));
        }

        Assert.Equal((0, ""), await service.ExitAsync(Cancellation));
    }

    [Fact]
    public async Task Over_a_named_pipe_it_answers_several_at_once_and_ends_with_the_connection()
    {
        var name = $"ll-{Guid.NewGuid():N}"[..15];
        await using var pipe = new NamedPipeServerStream(name, PipeDirection.InOut, 1, PipeTransmissionMode.Byte, PipeOptions.Asynchronous | PipeOptions.CurrentUserOnly);
        using var service = Start($"pipe:{name}");
        await pipe.WaitForConnectionAsync(Cancellation).WaitAsync(Eventually.Limit, Cancellation);
        await using (var client = new FrameClient(pipe))
        {
            var streams = new[] { await client.RequestAsync("/pipe/?bytes=300000"), await client.RequestAsync("/pipe/2"), await client.RequestAsync("/pipe/3") };
            foreach (var stream in streams)
                Assert.Equal(200, (await client.AnswerAsync(stream)).Status);
            Assert.Equal(300_000, client.Answer(streams[0]).Body.Length);
        }

        Assert.Equal((0, ""), await service.ExitAsync(Cancellation));
    }

    [Fact]
    public async Task An_illegal_frame_ends_it_with_a_reason()
    {
        using var listener = Listen();
        using var service = Start($"tcp:{listener.LocalEndPoint}#{Token}");
        await using var client = await AcceptAsync(listener);
        await client.AskAsync("/pipe/");

        await client.RawAsync(Convert.FromHexString("000000000100000063000000"));

        var (code, error) = await service.ExitAsync(Cancellation);
        Assert.Equal(BadFrame, code);
        Assert.Equal("The proxy has sent an illegal frame: UnknownType", error.TrimEnd());
    }

    [Theory]
    [InlineData("nonsense"), InlineData("fd:x"), InlineData("pipe:"), InlineData("tcp:127.0.0.1:1"), InlineData("tcp:127.0.0.1#secret"), InlineData("tcp:127.0.0.1:x#secret")]
    public async Task A_channel_that_is_none_is_named_without_its_token(string channel)
    {
        using var service = Start(channel);

        var (code, error) = await service.ExitAsync(Cancellation);

        Assert.Equal(64, code);
        Assert.StartsWith($"LAMBDA_CHANNEL is '{channel.Split('#')[0]}'", error, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", error, StringComparison.Ordinal);
        Assert.Single(error.TrimEnd().Split('\n'));
    }

    [Theory]
    [InlineData("tcp:127.0.0.1:{0}#secret"), InlineData("pipe:nobody"), InlineData("fd:987")]
    public async Task A_channel_where_nobody_is_is_named_without_its_token(string channel)
    {
        Assert.SkipWhen(channel.StartsWith("fd:", StringComparison.Ordinal) && OperatingSystem.IsWindows(), "Windows has no descriptors");
        using var silent = Bind();
        channel = string.Format(null, channel, ((IPEndPoint)silent.LocalEndPoint!).Port);
        using var service = Start(channel);

        var (code, error) = await service.ExitAsync(Cancellation);

        Assert.Equal(CannotConnect, code);
        Assert.StartsWith($"LAMBDA_CHANNEL is '{channel.Split('#')[0]}'", error, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", error, StringComparison.Ordinal);
        Assert.Single(error.TrimEnd().Split('\n'));
    }

    private static Socket Listen()
    {
        var listener = Bind();
        listener.Listen();
        return listener;
    }

    // As long as it does not listen, nobody does at its port.
    private static Socket Bind()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return socket;
    }

    private static async Task<FrameClient> AcceptAsync(Socket listener) =>
        new(new NetworkStream(await listener.AcceptAsync(Cancellation).AsTask().WaitAsync(Eventually.Limit, Cancellation), ownsSocket: true));

    private static ServiceProcess Start(string channel) => ServiceProcess.Start(Program, new Dictionary<string, string> { ["LAMBDA_CHANNEL"] = channel });
}
