using LocalLambdas.Manifests;

namespace PerfRunner.Variants;

/// <summary>The repository's two services, which have the same handler.</summary>
internal static class ServiceProject
{
    public static readonly IReadOnlyList<CommunicationMode> All = [CommunicationMode.Pipe, CommunicationMode.Http];

    public static string Of(CommunicationMode service) => service == CommunicationMode.Http ? "HttpService" : "PipeService";
}
