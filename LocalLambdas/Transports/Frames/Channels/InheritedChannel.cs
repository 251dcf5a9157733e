using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using LocalLambdas.Processes;
using LocalLambdas.Processes.Unix;
using LocalLambdas.Sockets;
using Microsoft.Win32.SafeHandles;

namespace LocalLambdas.Transports.Frames.Channels;

/// <summary>One end of a pair of connected sockets: nothing is bound, listened on, asked or connected, and nobody else can.</summary>
[UnsupportedOSPlatform("windows")]
internal sealed class InheritedChannel : FrameChannel
{
    private Stream? _stream;

    public override string Address { get; } = $"fd:{ChildProcessStart.ChannelDescriptor}";

    public override SafeHandle AddTo(IDictionary<string, string> environment)
    {
        if (!LibC.TryCreateSocketPair(out var ours, out var theirs))
            throw new ChildProcessException(ChildProcessError.Other, $"no socket pair: {Marshal.GetLastPInvokeErrorMessage()}");
        try
        {
            _stream = new LambdaStream(LambdaSocket.Of(ours));
        }
        catch (SocketException exception)
        {
            _ = LibC.Close(theirs);
            throw new ChildProcessException(ChildProcessError.Other, $"no socket: {exception.Message}");
        }

        environment[LambdaVariables.Channel] = Address;
        return new SafeFileHandle(theirs, ownsHandle: true);
    }

    public override async Task<FrameConnection> OpenAsync(Func<Stream, FrameConnection> connect, CancellationToken cancellationToken)
    {
        var connection = connect(_stream!);
        await connection.Hello.WaitAsync(cancellationToken).ConfigureAwait(false);
        return connection;
    }

    public override void Dispose() => _stream?.Dispose();
}
