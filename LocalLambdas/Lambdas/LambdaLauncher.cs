using System.Globalization;
using LocalLambdas.Manifests;
using LocalLambdas.Processes;
using LocalLambdas.Telemetry;
using LocalLambdas.Transports;

namespace LocalLambdas.Lambdas;

/// <summary>Creates the process of a lambda and waits until it accepts connections.</summary>
internal sealed class LambdaLauncher(ServiceAddresses addresses, TimeProvider time, LambdaLog log) : ILambdaLauncher
{
    // A service cannot say that it accepts, so it is asked: often enough not to be seen in a start that takes tens of milliseconds.
    private static readonly TimeSpan AskAgainAfter = TimeSpan.FromMilliseconds(1);

    public async Task<LambdaInstance> LaunchAsync(LambdaDefinition definition, StartRecord record, CancellationToken cancellationToken)
    {
        var transport = addresses.Next(definition, out var variable);
        ChildProcess? process = null;
        try
        {
            process = Spawn(definition, transport, variable);
            record.Spawned(process.Id);
            await WaitUntilAcceptingAsync(definition, process, transport, cancellationToken).ConfigureAwait(false);
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

    private ChildProcess Spawn(LambdaDefinition definition, IEnvelopeTransport transport, string variable)
    {
        var environment = new Dictionary<string, string>
        {
            [variable] = transport.Address,
            ["LAMBDA_PARENT_PID"] = Environment.ProcessId.ToString(CultureInfo.InvariantCulture),
        };
        ServiceEnvironment.AddTo(environment, definition.Id);
        try
        {
            return ChildProcess.Start(
                new(definition.Executable, definition.Arguments, definition.WorkingDirectory, environment),
                line => log.Output(definition.Id, line));
        }
        catch (ChildProcessException exception)
        {
            throw new LambdaStartException(StartFailure.SpawnFailed, exception.Message, exception);
        }
    }

    private async Task WaitUntilAcceptingAsync(
        LambdaDefinition definition, ChildProcess process, IEnvelopeTransport transport, CancellationToken cancellationToken)
    {
        var begin = time.GetTimestamp();
        while (!await transport.TryConnectAsync(cancellationToken).ConfigureAwait(false))
        {
            if (process.Exited.IsCompleted)
            {
                throw new LambdaStartException(StartFailure.Exited, $"The process ended before it accepted a connection: {await process.Exited.ConfigureAwait(false)}.");
            }

            if (time.GetElapsedTime(begin) > definition.StartTimeout)
            {
                throw new LambdaStartException(
                    StartFailure.TimedOut,
                    string.Create(CultureInfo.InvariantCulture, $"The process accepted no connection within {definition.StartTimeout.TotalSeconds} s."));
            }

            await Task.Delay(AskAgainAfter, time, cancellationToken).ConfigureAwait(false);
        }
    }
}
