using PerfRunner.Proxying;

namespace PerfRunner.Planning;

/// <summary>What a case is, apart from any run.</summary>
/// <param name="Name">Stable name for scripts.</param>
/// <param name="Communication">The lambda that is asked. Cached answers are the pipe lambda's.</param>
internal sealed record CaseDefinition(CaseId Id, string Name, string Title, LambdaCommunication Communication)
{
    public static IReadOnlyList<CaseDefinition> All { get; } =
    [
        new(CaseId.Cached, "cached", "Answered from the cache", LambdaCommunication.Pipe),
        new(CaseId.HttpWarm, "http-warm", "HTTP, service running", LambdaCommunication.Http),
        new(CaseId.HttpCold, "http-cold", "HTTP, cold start", LambdaCommunication.Http),
        new(CaseId.PipeWarm, "pipe-warm", "Pipe, service running", LambdaCommunication.Pipe),
        new(CaseId.PipeCold, "pipe-cold", "Pipe, cold start", LambdaCommunication.Pipe),
    ];

    public bool IsCached => Id == CaseId.Cached;

    public bool IsCold => Id is CaseId.HttpCold or CaseId.PipeCold;

    public static CaseDefinition Of(CaseId id) => All[(int)id - 1];
}
