using System.Diagnostics;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using LocalLambdas.Processes;
using LocalLambdas.Processes.Unix;
using Microsoft.Win32.SafeHandles;
using PerfRunner.Load;
using PerfRunner.Results;

namespace PerfRunner.Peers.Cold;

/// <summary>The pipe service started and asked without a proxy: one request in frames over the socket that it inherits.</summary>
[UnsupportedOSPlatform("windows")]
internal sealed class DirectPipeStart(PeerService service, TimeSpan timeout) : IColdStart
{
    private const int Ok = 200;
    private const int BufferBytes = 64 * 1024;

    private static readonly byte[] Request = DirectFrames.Request("GET", PeerSite.PipePath);

    private static readonly Dictionary<string, string> Environment = new()
    {
        ["LAMBDA_PROTOCOL"] = "frames",
        ["LAMBDA_CHANNEL"] = $"fd:{ChildProcessStart.ChannelDescriptor}",
    };

    public string Name => PeerService.DirectPrefix + service.Label;

    public string Means => $"{service.Project} started by the runner, asked in frames over the socket that it inherits";

    public PeerService Service => service;

    public async Task<Exchange> StartAsync(CancellationToken cancellationToken)
    {
        if (!LibC.TryCreateSocketPair(out int ours, out int theirs))
        {
            throw new PeerException($"no socket pair: {Marshal.GetLastPInvokeErrorMessage()}");
        }

        using Socket socket = new(new SafeSocketHandle(ours, ownsHandle: true)) { ReceiveTimeout = (int)timeout.TotalMilliseconds };
        using SafeFileHandle channel = new(theirs, ownsHandle: true);
        return await DirectProcess.StartAsync(service.File, Environment, channel, () => Ask(socket, channel), timeout, cancellationToken);
    }

    public void Dispose()
    {
        // Nothing is kept from one start to the next.
    }

    /// <param name="theirs">Closed here, so that its end in the process is the last: when that ends, so does the wait.</param>
    private static Exchange? Ask(Socket socket, SafeFileHandle theirs)
    {
        theirs.Dispose();
        long sentAt = Stopwatch.GetTimestamp();
        byte[] answer = new byte[BufferBytes];
        int length = 0;
        int status = 0;
        try
        {
            socket.Send(Request);
            while (status == 0 && socket.Receive(answer.AsSpan(length)) is > 0 and var received)
            {
                length += received;
                status = DirectFrames.StatusOf(answer.AsSpan(0, length));
            }
        }
        catch (SocketException)
        {
            return Exchange.NotSent(RequestError.ConnectionLost);
        }

        long completedAt = Stopwatch.GetTimestamp();
        RequestError? error = status switch
        {
            Ok => null,
            0 => RequestError.ConnectionLost,
            _ => RequestError.Status,
        };
        return new Exchange(error, sentAt, completedAt, status, length, CacheState.Unknown);
    }
}
