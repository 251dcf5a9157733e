using System.IO.Pipes;

namespace LambdaRuntime;

/// <summary>Listens on a Windows named pipe that only this user may open.</summary>
internal sealed class NamedPipeListener : Listener
{
    // An instance serves one client, and one that finds none waiting is turned away: several wait, so that clients may come at once
    private const int WaitingInstances = 4;

    private readonly string _name;
    private readonly NamedPipeServerStream _first;

    public NamedPipeListener(string address)
    {
        _name = address[PipeAddress.WindowsPrefix.Length..];
        try
        {
            // The first instance shows that nobody else owns the name
            _first = Create(PipeOptions.FirstPipeInstance);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new LambdaStartException(
                LambdaStartError.CannotListen,
                $"{PipeAddress.Variable} is '{address}', where no pipe can be created ({exception.Message}): set it to a name that nothing "
                + "else uses");
        }
    }

    public override Task AcceptAsync(Action<Stream> serve, CancellationToken stop)
    {
        var loops = new Task[WaitingInstances];
        for (var index = 0; index < loops.Length; index++)
            loops[index] = AcceptAsync(index == 0 ? _first : Create(), serve, stop);
        return Task.WhenAll(loops);
    }

    public override void Dispose() => _first.Dispose();

    private async Task AcceptAsync(NamedPipeServerStream instance, Action<Stream> serve, CancellationToken stop)
    {
        while (true)
        {
            try
            {
                await instance.WaitForConnectionAsync(stop).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                await instance.DisposeAsync().ConfigureAwait(false);
                return;
            }
            catch (IOException)
            {
                // The client left before it was waited for; the instance is spent
                await instance.DisposeAsync().ConfigureAwait(false);
                instance = Create();
                continue;
            }

            var connection = instance;
            instance = Create();
            ThreadPool.UnsafeQueueUserWorkItem(serve, connection, preferLocal: false);
        }
    }

    private NamedPipeServerStream Create(PipeOptions options = PipeOptions.None) => new(
        _name,
        PipeDirection.InOut,
        NamedPipeServerStream.MaxAllowedServerInstances,
        PipeTransmissionMode.Byte,
        PipeOptions.Asynchronous | PipeOptions.CurrentUserOnly | options);
}
