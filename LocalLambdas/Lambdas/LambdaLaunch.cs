using System.Globalization;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using LocalLambdas.Manifests;
using LocalLambdas.Processes;
using LocalLambdas.Transports;

namespace LocalLambdas.Lambdas;

/// <summary>Creates the process of a lambda and waits until it is ready.</summary>
/// <param name="transport">The way to the process.</param>
/// <param name="channel">What the process inherits; null for nothing.</param>
internal sealed class LambdaLaunch(LambdaDefinition definition, ILambdaTransport transport, SafeHandle? channel, ChildLaunch child, TimeProvider time)
    : ILambdaLaunch
{
    private bool IsOfFrames => definition.Protocol is LambdaProtocol.Frames;

    public async Task<LambdaInstance> StartAsync(StartRecord record, CancellationToken cancellationToken)
    {
        ChildProcess? process = null;
        try
        {
            process = Spawn(record, cancellationToken);
            record.Spawned(process.Id);
            await WaitUntilReadyAsync(process, cancellationToken).ConfigureAwait(false);
            record.Accepted();
            return new LambdaInstance(process, transport, record, time);
        }
        catch
        {
            process?.Kill();
            process?.Dispose();
            transport.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        child.Dispose();
        channel?.Dispose();
        transport.Dispose();
    }

    // What the process has inherited is closed here: its end must be the last.
    private ChildProcess Spawn(StartRecord record, CancellationToken cancellationToken)
    {
        using (channel)
        using (child)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                transport.Begin(record);
                return child.Start();
            }
            catch (Exception exception) when (exception is ChildProcessException or SocketException)
            {
                throw new LambdaStartException(StartFailure.SpawnFailed, exception.Message, exception);
            }
        }
    }

    private async Task WaitUntilReadyAsync(ChildProcess process, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(definition.StartTimeout, time);
        using var givenUp = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        var ready = transport.WaitUntilReadyAsync(givenUp.Token);
        try
        {
            if (await Task.WhenAny(ready, process.Exited).ConfigureAwait(false) == ready)
            {
                await ready.ConfigureAwait(false);
                return;
            }
        }
        catch (TransportException exception)
        {
            throw new LambdaStartException(StartFailure.BadProtocol, exception.Message, exception);
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new LambdaStartException(
                StartFailure.TimedOut,
                string.Create(CultureInfo.InvariantCulture, $"The process {(IsOfFrames ? "sent no HELLO on LAMBDA_CHANNEL" : "accepted no connection")} within {definition.StartTimeout.TotalSeconds} s."));
        }

        await givenUp.CancelAsync().ConfigureAwait(false);
        await ready.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        var missing = IsOfFrames ? "sent HELLO on LAMBDA_CHANNEL" : "accepted a connection";
        throw new LambdaStartException(StartFailure.Exited, $"The process ended before it {missing}: {await process.Exited.ConfigureAwait(false)}.");
    }
}
