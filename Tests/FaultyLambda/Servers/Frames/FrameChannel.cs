using System.Globalization;
using System.IO.Pipes;
using System.Net;
using System.Net.Sockets;

namespace FaultyLambda.Servers.Frames;

/// <summary>What <c>LAMBDA_CHANNEL</c> names.</summary>
internal static class FrameChannel
{
    private const string Descriptor = "fd:";
    private const string Pipe = "pipe:";
    private const string Tcp = "tcp:";

    public static async Task<(Stream Stream, string Token)> OpenAsync(string channel)
    {
        if (channel.StartsWith(Descriptor, StringComparison.Ordinal))
        {
            var number = int.Parse(channel.AsSpan(Descriptor.Length), CultureInfo.InvariantCulture);
            return (new NetworkStream(new Socket(new SafeSocketHandle(number, ownsHandle: true)), ownsSocket: true), "");
        }

        if (channel.StartsWith(Pipe, StringComparison.Ordinal))
        {
            var pipe = new NamedPipeClientStream(".", channel[Pipe.Length..], PipeDirection.InOut, PipeOptions.Asynchronous);
            await pipe.ConnectAsync();
            return (pipe, "");
        }

        var mark = channel.IndexOf('#', StringComparison.Ordinal);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(IPEndPoint.Parse(channel.AsSpan(Tcp.Length, mark - Tcp.Length)));
        return (new NetworkStream(socket, ownsSocket: true), channel[(mark + 1)..]);
    }
}
