using System.Globalization;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using LocalLambdas.Manifests;
using LocalLambdas.Processes;
using LocalLambdas.Telemetry;
using LocalLambdas.Transports;

namespace LocalLambdas.Lambdas;

/// <summary>Prepares the starts of processes: the way to each, and what the operating system is to be told.</summary>
internal sealed class LambdaLauncher(LambdaTransports transports, TimeProvider time, LambdaLog log) : ILambdaLauncher
{
    public ILambdaLaunch Prepare(LambdaDefinition definition)
    {
        var environment = new Dictionary<string, string>
        {
            ["LAMBDA_PARENT_PID"] = Environment.ProcessId.ToString(CultureInfo.InvariantCulture),
        };
        ServiceEnvironment.AddTo(environment, definition.Id);
        ILambdaTransport? transport = null;
        SafeHandle? channel = null;
        try
        {
            transport = transports.Next(definition);
            channel = transport.AddTo(environment);
            var child = ChildLaunch.Prepare(
                new(definition.Executable, definition.Arguments, definition.WorkingDirectory, environment) { Channel = channel },
                line => log.Output(definition.Id, line));
            return new LambdaLaunch(definition, transport, channel, child, time);
        }
        catch (Exception exception)
        {
            channel?.Dispose();
            transport?.Dispose();
            if (exception is ChildProcessException or SocketException) throw new LambdaStartException(StartFailure.SpawnFailed, exception.Message, exception);
            throw;
        }
    }
}
