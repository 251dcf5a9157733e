using System.IO.Pipes;
using System.Net.Sockets;
using FaultyLambda.Answers;

namespace FaultyLambda.Servers;

/// <summary>One connection per request; the answer ends when the connection is closed.</summary>
internal static class PipeServer
{
    private const string WindowsPrefix = @"\\.\pipe\";

    public static Task RunAsync(string address, Answerer answerer) =>
        OperatingSystem.IsWindows() ? RunNamedPipeAsync(address[WindowsPrefix.Length..], answerer) : RunSocketAsync(address, answerer);

    private static async Task RunSocketAsync(string path, Answerer answerer)
    {
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(path));
        listener.Listen(512);
        while (true)
            Connections.Watch(ServeAsync(await listener.AcceptAsync(), answerer));
    }

    private static async Task RunNamedPipeAsync(string name, Answerer answerer)
    {
        while (true)
        {
            var pipe = new NamedPipeServerStream(
                name, PipeDirection.InOut, NamedPipeServerStream.MaxAllowedServerInstances, PipeTransmissionMode.Byte, PipeOptions.Asynchronous);
            await pipe.WaitForConnectionAsync();
            Connections.Watch(ServeAsync(pipe, answerer));
        }
    }

    private static async Task ServeAsync(Socket socket, Answerer answerer)
    {
        if (!await Connections.IsClosedForSilenceAsync(socket, answerer.Behaviour))
            await ServeAsync(new NetworkStream(socket, ownsSocket: true), answerer);
    }

    private static async Task ServeAsync(Stream connection, Answerer answerer)
    {
        await using var stream = connection;
        var envelope = await ReadAsync(stream, answerer.Behaviour.ReadsToEndOfFile);
        if (envelope.Length == 0)
            return; // a probe that only asks whether anybody accepts

        var answer = await answerer.AnswerAsync(Request.Parse(envelope));
        if (answer.Bytes is { } bytes)
        {
            await stream.WriteAsync(bytes.AsMemory(0, answer.Sent));
            await stream.FlushAsync();
            if (OperatingSystem.IsWindows() && stream is NamedPipeServerStream pipe)
                pipe.WaitForPipeDrain();
        }

        await stream.DisposeAsync();
        answerer.AfterAnswer();
    }

    private static async Task<ReadOnlyMemory<byte>> ReadAsync(Stream stream, bool toEndOfFile)
    {
        var end = new EnvelopeEnd();
        using var received = new MemoryStream();
        var buffer = new byte[65536];
        while (toEndOfFile || !end.Reached)
        {
            var count = await stream.ReadAsync(buffer);
            if (count == 0)
                break;
            end.Feed(buffer.AsSpan(0, count));
            received.Write(buffer, 0, count);
        }

        return received.ToArray();
    }
}
