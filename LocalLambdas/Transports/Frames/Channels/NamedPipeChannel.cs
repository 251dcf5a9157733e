using System.IO.Pipes;
using System.Runtime.InteropServices;

namespace LocalLambdas.Transports.Frames.Channels;

/// <summary>Windows: a named pipe for one, which there is before the process is.</summary>
internal sealed class NamedPipeChannel(string name) : FrameChannel
{
    private NamedPipeServerStream? _pipe;

    public override string Address => $"pipe:{name}";

    public override SafeHandle? AddTo(IDictionary<string, string> environment)
    {
        _pipe = new(
            name,
            PipeDirection.InOut,
            maxNumberOfServerInstances: 1,
            PipeTransmissionMode.Byte,
            PipeOptions.Asynchronous | PipeOptions.CurrentUserOnly | PipeOptions.FirstPipeInstance);
        environment[LambdaVariables.Channel] = Address;
        return null;
    }

    public override async Task<FrameConnection> OpenAsync(Func<Stream, FrameConnection> connect, CancellationToken cancellationToken)
    {
        await _pipe!.WaitForConnectionAsync(cancellationToken).ConfigureAwait(false);
        var connection = connect(_pipe);
        await connection.Hello.WaitAsync(cancellationToken).ConfigureAwait(false);
        return connection;
    }

    public override void Dispose() => _pipe?.Dispose();
}
