using System.Globalization;
using LocalLambdas.Manifests;
using LocalLambdas.Transports;
using LocalLambdas.Transports.Frames;
using LocalLambdas.Transports.Frames.Channels;
using LocalLambdas.Transports.Http;
using LocalLambdas.Transports.Json;

namespace LocalLambdas.Lambdas;

/// <summary>
/// Makes the way to each process of a lambda, at an address of its own, so that a process that is slow to end is never mistaken for the new one.
/// </summary>
internal sealed class LambdaTransports(SocketFolder folder, LambdaLog log)
{
    private int _last;

    public ILambdaTransport Next(LambdaDefinition definition) => (definition.CommunicationMode, definition.Protocol) switch
    {
        (CommunicationMode.Http, LambdaProtocol.Json) => new JsonHttpTransport(HeldPort.Take(), NextReadiness(), definition.RequestTimeout),
        (CommunicationMode.Http, LambdaProtocol.Http) => Http(definition),
        (CommunicationMode.Pipe, LambdaProtocol.Json) => JsonOverPipe(definition),
        (CommunicationMode.Pipe, LambdaProtocol.Frames) => Frames(definition),
        (CommunicationMode.Pipe, LambdaProtocol.Auto) => new AutoTransport(Frames(definition), JsonOverPipe(definition)),
        _ => throw new LambdaStartException(StartFailure.SpawnFailed, $"The protocol {definition.Protocol} is not spoken in {definition.CommunicationMode} mode."),
    };

    private HttpTransport Http(LambdaDefinition definition)
    {
        if (definition.Transport is TransportKind.Unix)
        {
            var path = folder.SocketFor(NextName(definition.PipeName is { Length: > 0 } name ? name : definition.Id));
            return new(HttpEndPoint.Unix(path), NextReadiness(), definition.RequestTimeout);
        }

        var port = HeldPort.Take();
        return new(HttpEndPoint.Tcp(port.EndPoint), NextReadiness(), definition.RequestTimeout, port);
    }

    private JsonPipeTransport JsonOverPipe(LambdaDefinition definition) =>
        new(folder.AddressFor(NextName(definition.PipeName)), NextReadiness(), definition.RequestTimeout);

    private FramesTransport Frames(LambdaDefinition definition) =>
        new(Channel(definition), definition.RequestTimeout, reason => log.IllegalFrame(definition.Id, reason));

    private FrameChannel Channel(LambdaDefinition definition) =>
        definition.Transport is TransportKind.Tcp ? new TcpChannel() :
        OperatingSystem.IsWindows() ? new NamedPipeChannel(SocketFolder.PipeNameFor(NextName(definition.Id))) :
        new InheritedChannel();

    // Windows has no datagrams between its own sockets. A folder with a long name is no reason not to start.
    private Readiness NextReadiness() => new(!OperatingSystem.IsWindows() && folder.TrySocketFor(NextName("ready"), out var path) ? path : null);

    private string NextName(string name) => string.Create(CultureInfo.InvariantCulture, $"{name}.{Interlocked.Increment(ref _last)}");
}
