using System.Globalization;
using System.Net;
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

    public ILambdaTransport Next(LambdaDefinition definition, StartRecord start) => (definition.CommunicationMode, definition.Protocol) switch
    {
        (CommunicationMode.Http, LambdaProtocol.Json) => new JsonHttpTransport(NextTcpAddress(), NextReadiness(), start, definition.RequestTimeout),
        (CommunicationMode.Http, LambdaProtocol.Http) => new HttpTransport(NextHttpAddress(definition), NextReadiness(), start, definition.RequestTimeout),
        (CommunicationMode.Pipe, LambdaProtocol.Json) => JsonOverPipe(definition, start),
        (CommunicationMode.Pipe, LambdaProtocol.Frames) => Frames(definition, start),
        (CommunicationMode.Pipe, LambdaProtocol.Auto) => new AutoTransport(Frames(definition, start), JsonOverPipe(definition, start)),
        _ => throw new LambdaStartException(StartFailure.SpawnFailed, $"The protocol {definition.Protocol} is not spoken in {definition.CommunicationMode} mode."),
    };

    private static IPEndPoint NextTcpAddress() => new(IPAddress.Loopback, FreePort.Find());

    private HttpEndPoint NextHttpAddress(LambdaDefinition definition) => definition.Transport is TransportKind.Unix
        ? HttpEndPoint.Unix(folder.SocketFor(NextName(definition.PipeName is { Length: > 0 } name ? name : definition.Id)))
        : HttpEndPoint.Tcp(NextTcpAddress());

    private JsonPipeTransport JsonOverPipe(LambdaDefinition definition, StartRecord start) =>
        new(folder.AddressFor(NextName(definition.PipeName)), NextReadiness(), start, definition.RequestTimeout);

    private FramesTransport Frames(LambdaDefinition definition, StartRecord start) =>
        new(Channel(definition), start, definition.RequestTimeout, reason => log.IllegalFrame(definition.Id, reason));

    private FrameChannel Channel(LambdaDefinition definition) =>
        definition.Transport is TransportKind.Tcp ? new TcpChannel() :
        OperatingSystem.IsWindows() ? new NamedPipeChannel(SocketFolder.PipeNameFor(NextName(definition.Id))) :
        new InheritedChannel();

    // Windows has no datagrams between its own sockets. A folder with a long name is no reason not to start.
    private Readiness NextReadiness() => new(!OperatingSystem.IsWindows() && folder.TrySocketFor(NextName("ready"), out var path) ? path : null);

    private string NextName(string name) => string.Create(CultureInfo.InvariantCulture, $"{name}.{Interlocked.Increment(ref _last)}");
}
