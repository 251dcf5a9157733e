using System.Globalization;
using System.Net;
using LocalLambdas.Manifests;
using LocalLambdas.Transports;
using LocalLambdas.Transports.Json;

namespace LocalLambdas.Lambdas;

/// <summary>
/// Makes the way to each process of a lambda, at an address of its own, so that a process that is slow to end is never mistaken for the new one.
/// </summary>
internal sealed class LambdaTransports(SocketFolder folder)
{
    private int _last;

    public ILambdaTransport Next(LambdaDefinition definition, StartRecord start) => (definition.CommunicationMode, definition.Protocol) switch
    {
        (CommunicationMode.Http, LambdaProtocol.Json) => new JsonHttpTransport(new IPEndPoint(IPAddress.Loopback, FreePort.Find()), start, definition.RequestTimeout),
        (CommunicationMode.Pipe, LambdaProtocol.Auto or LambdaProtocol.Json) => new JsonPipeTransport(NextPipeAddress(definition), start, definition.RequestTimeout),
        _ => throw new LambdaStartException(StartFailure.SpawnFailed, $"The protocol {definition.Protocol} is not spoken in {definition.CommunicationMode} mode."),
    };

    private string NextPipeAddress(LambdaDefinition definition)
    {
        var number = Interlocked.Increment(ref _last);
        return folder.AddressFor(string.Create(CultureInfo.InvariantCulture, $"{definition.PipeName}.{number}"));
    }
}
