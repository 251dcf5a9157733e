using LocalLambdas.Routing;

namespace LocalLambdas.Manifests;

/// <summary>A definition while its elements are read, in whichever order they stand.</summary>
internal sealed class LambdaDraft(ManifestElement process, string folder)
{
    private readonly List<string> _arguments = [];
    private string? _id;
    private string? _executable;
    private RoutePattern? _route;
    private string? _pipeName;
    private string? _workingDirectory;
    private CommunicationMode _communicationMode;
    private readonly ProtocolDraft _protocol = new();
    private StartMode _startMode;
    private TimeSpan? _startTimeout;
    private TimeSpan? _requestTimeout;
    private TimeSpan? _idleTimeout;
    private int? _maxConcurrency;
    private int? _maxQueue;
    private int _warmSpares;

    public void Set(ManifestElement element)
    {
        if (element.Name == ElementNames.Argument)
        {
            _arguments.Add(element.Text);
            return;
        }

        ElementValues.RejectEmpty(element);
        switch (element.Name)
        {
            case ElementNames.Id: _id = ElementValues.Name(element, ManifestError.BadId); break;
            case ElementNames.Executable: _executable = ElementValues.Executable(element, folder); break;
            case ElementNames.Route: _route = ElementValues.Route(element); break;
            case ElementNames.PipeName: _pipeName = ElementValues.Name(element, ManifestError.BadPipeName); break;
            case ElementNames.WorkingDirectory: _workingDirectory = ElementValues.WorkingDirectory(element, folder); break;
            case ElementNames.CommunicationMode: _communicationMode = ElementValues.Mode(element); break;
            case ElementNames.Protocol: _protocol.SetProtocol(element); break;
            case ElementNames.Transport: _protocol.SetTransport(element); break;
            case ElementNames.Start: _startMode = ElementValues.Start(element); break;
            case ElementNames.StartTimeout: _startTimeout = ElementValues.Timeout(element); break;
            case ElementNames.RequestTimeout: _requestTimeout = ElementValues.Timeout(element); break;
            case ElementNames.IdleTimeout: _idleTimeout = ElementValues.DurationOrZero(element); break;
            case ElementNames.MaxConcurrency: _maxConcurrency = ElementValues.Count(element, least: 1); break;
            case ElementNames.MaxQueue: _maxQueue = ElementValues.Count(element, least: 0); break;
            case ElementNames.WarmSpares: _warmSpares = ElementValues.Spares(element); break;
            default: throw new ArgumentException($"Unknown element {element.Name}.", nameof(element));
        }
    }

    public LambdaDefinition Complete()
    {
        var (protocol, transport) = _protocol.Complete(_communicationMode);
        return Complete(protocol, transport);
    }

    private LambdaDefinition Complete(LambdaProtocol protocol, TransportKind transport) => new()
    {
        Id = _id ?? throw Missing(ElementNames.Id),
        Executable = _executable ?? throw Missing(ElementNames.Executable),
        Route = _route ?? throw Missing(ElementNames.Route),
        PipeName = _pipeName ?? (_communicationMode is CommunicationMode.Http || protocol is LambdaProtocol.Frames ? "" : throw Missing(ElementNames.PipeName)),
        Arguments = _arguments,
        WorkingDirectory = _workingDirectory ?? folder,
        CommunicationMode = _communicationMode,
        Protocol = protocol,
        Transport = transport,
        StartMode = _startMode,
        StartTimeout = _startTimeout ?? LambdaDefinition.DefaultStartTimeout,
        RequestTimeout = _requestTimeout ?? LambdaDefinition.DefaultRequestTimeout,
        IdleTimeout = _idleTimeout ?? LambdaDefinition.DefaultIdleTimeout,
        MaxConcurrency = _maxConcurrency,
        MaxQueue = _maxQueue ?? LambdaDefinition.DefaultMaxQueue,
        WarmSpares = _warmSpares,
    };

    private ManifestException Missing(string name) =>
        (process with { Name = name }).Error(
            ManifestError.MissingElement,
            $"is missing from the <{ElementNames.Process}>{(_id is null ? "" : $" '{_id}'")} that begins on this line",
            $"add {ElementNames.Example(name)}");
}
