namespace LocalLambdas.Manifests;

/// <summary>Protocol and transport while the elements of a process are read: what they may be depends on the mode and on each other.</summary>
internal sealed class ProtocolDraft
{
    private ManifestElement _protocolElement;
    private ManifestElement _transportElement;
    private LambdaProtocol? _protocol;
    private TransportKind? _transport;

    public void SetProtocol(ManifestElement element)
    {
        _protocol = ElementValues.Protocol(element);
        _protocolElement = element;
    }

    public void SetTransport(ManifestElement element)
    {
        _transport = ElementValues.Transport(element);
        _transportElement = element;
    }

    public (LambdaProtocol Protocol, TransportKind Transport) Complete(CommunicationMode mode) =>
        mode is CommunicationMode.Http ? CompleteHttp() : CompletePipe();

    private (LambdaProtocol Protocol, TransportKind Transport) CompletePipe()
    {
        var protocol = _protocol ?? LambdaProtocol.Auto;
        if (protocol is LambdaProtocol.Http) throw Protocol("is not spoken over a pipe", "write auto, json or frames, or <communication_mode>http</communication_mode>");
        var transport = _transport ?? TransportKind.Unix;
        return transport is TransportKind.Tcp && protocol is not LambdaProtocol.Frames
            ? throw Transport("is for frames alone in pipe mode", "write unix, or <protocol>frames</protocol>")
            : (protocol, transport);
    }

    private (LambdaProtocol Protocol, TransportKind Transport) CompleteHttp()
    {
        var protocol = _protocol ?? LambdaProtocol.Json;
        if (protocol is not (LambdaProtocol.Json or LambdaProtocol.Http)) throw Protocol("is not spoken in http mode", "write json or http, or <communication_mode>pipe</communication_mode>");
        var transport = _transport ?? TransportKind.Tcp;
        return transport is TransportKind.Unix && protocol is not LambdaProtocol.Http
            ? throw Transport("is for plain HTTP alone in http mode", "write tcp, or <protocol>http</protocol>")
            : (protocol, transport);
    }

    private ManifestException Protocol(string problem, string remedy) =>
        _protocolElement.Error(ManifestError.BadProtocol, $"{_protocolElement.Quoted} {problem}", remedy);

    private ManifestException Transport(string problem, string remedy) =>
        _transportElement.Error(ManifestError.BadTransport, $"{_transportElement.Quoted} {problem}", remedy);
}
