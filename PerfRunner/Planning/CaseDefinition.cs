using LocalLambdas.Manifests;

namespace PerfRunner.Planning;

/// <summary>What a case is, apart from any run.</summary>
/// <param name="Name">Stable name for scripts.</param>
/// <param name="Communication">The lambda that is asked. Cached answers are the pipe lambda's.</param>
internal sealed record CaseDefinition(CaseId Id, string Name, string Title, CommunicationMode Communication)
{
    public static IReadOnlyList<CaseDefinition> All { get; } =
    [
        new(CaseId.Cached, "cached", "Answered from the cache", CommunicationMode.Pipe),
        new(CaseId.HttpWarm, "http-warm", "HTTP, service running", CommunicationMode.Http),
        new(CaseId.HttpCold, "http-cold", "HTTP, cold start", CommunicationMode.Http),
        new(CaseId.PipeWarm, "pipe-warm", "Pipe, service running", CommunicationMode.Pipe),
        new(CaseId.PipeCold, "pipe-cold", "Pipe, cold start", CommunicationMode.Pipe),
        new(CaseId.PipeSpare, "pipe-spare", "Pipe, a spare process is ready", CommunicationMode.Pipe),
    ];

    public bool IsCached => Id == CaseId.Cached;

    /// <summary>Measured unless the cases are named.</summary>
    public bool IsDefault => !IsSpare;

    public bool IsCold => Id is CaseId.HttpCold or CaseId.PipeCold;

    /// <summary>Each request takes a process that was started before, and has got no request.</summary>
    public bool IsSpare => Id is CaseId.PipeSpare;

    /// <summary>No process serves before the request: the admin endpoint stops it.</summary>
    public bool IsForced => IsCold || IsSpare;

    /// <summary>Measured with and without tracing.</summary>
    public bool IsComparedForTracing => Id is CaseId.HttpWarm or CaseId.PipeWarm;

    public static CaseDefinition Of(CaseId id) => All[(int)id - 1];
}
