using System.Globalization;
using LocalLambdas.Manifests;
using LocalLambdas.Processes;
using LocalLambdas.Telemetry;
using LocalLambdas.Transports;

namespace LocalLambdas.Lambdas;

/// <summary>Creates the process of a lambda and waits until it is ready.</summary>
internal sealed class LambdaLauncher(LambdaTransports transports, TimeProvider time, LambdaLog log) : ILambdaLauncher
{
    public async Task<LambdaInstance> LaunchAsync(LambdaDefinition definition, StartRecord record, CancellationToken cancellationToken)
    {
        var transport = transports.Next(definition, record);
        ChildProcess? process = null;
        try
        {
            process = Spawn(definition, transport);
            record.Spawned(process.Id);
            await WaitUntilReadyAsync(definition, process, transport, cancellationToken).ConfigureAwait(false);
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

    private ChildProcess Spawn(LambdaDefinition definition, ILambdaTransport transport)
    {
        var environment = new Dictionary<string, string>
        {
            ["LAMBDA_PARENT_PID"] = Environment.ProcessId.ToString(CultureInfo.InvariantCulture),
        };
        ServiceEnvironment.AddTo(environment, definition.Id);
        try
        {
            using var channel = transport.AddTo(environment);
            return ChildProcess.Start(
                new(definition.Executable, definition.Arguments, definition.WorkingDirectory, environment) { Channel = channel },
                line => log.Output(definition.Id, line));
        }
        catch (ChildProcessException exception)
        {
            throw new LambdaStartException(StartFailure.SpawnFailed, exception.Message, exception);
        }
    }

    private async Task WaitUntilReadyAsync(
        LambdaDefinition definition, ChildProcess process, ILambdaTransport transport, CancellationToken cancellationToken)
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
                string.Create(CultureInfo.InvariantCulture, $"The process accepted no connection within {definition.StartTimeout.TotalSeconds} s."));
        }

        await givenUp.CancelAsync().ConfigureAwait(false);
        await ready.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        throw new LambdaStartException(StartFailure.Exited, $"The process ended before it accepted a connection: {await process.Exited.ConfigureAwait(false)}.");
    }
}
