using LocalLambdas.Manifests;
using PerfRunner.Cli;

namespace PerfRunner.Planning;

/// <summary>What a run will do, in order, decided before anything is measured.</summary>
internal sealed record RunPlan(IReadOnlyList<PlannedCase> Cases, string HttpPath, string PipePath)
{
    /// <param name="lambdas">As the proxy or, failing that, the manifest tells them.</param>
    /// <param name="noAdminBecause">Null when the proxy has an admin endpoint.</param>
    public static RunPlan Create(RunnerOptions options, IReadOnlyList<LambdaRoute> lambdas, string? noAdminBecause)
    {
        string httpPath = options.HttpPath ?? ExamplePath(lambdas, CommunicationMode.Http);
        string pipePath = options.PipePath ?? ExamplePath(lambdas, CommunicationMode.Pipe);
        return new RunPlan(
            [.. options.Cases.Select(id => Plan(CaseDefinition.Of(id)))],
            httpPath,
            pipePath);

        PlannedCase Plan(CaseDefinition definition)
        {
            bool isHttp = definition.Communication == CommunicationMode.Http;
            string path = isHttp ? httpPath : pipePath;
            if (path.Length == 0)
            {
                string option = isHttp ? "--http-path" : "--pipe-path";
                return new PlannedCase(definition, path, null, $"there is no {Name(definition)} lambda: add one to the manifest, or name a path with {option}");
            }

            LambdaRoute? lambda = LambdaRoute.Serving(path, lambdas);
            string? skippedBecause = definition.IsForced switch
            {
                true when noAdminBecause is not null => $"a start cannot be forced: {noAdminBecause}",
                true when lambda is null => $"no lambda of the proxy serves {path}",
                true when definition.IsCold && lambda.Spares > 0 => $"no start is cold: {lambda.Id} has spares, which --cases 6 measures",

                // A proxy that is started here can be started with them.
                true when definition.IsSpare && lambda.Spares == 0 && options.Url is not null =>
                    $"{lambda.Id} has no spares: add <warm_spares>1</warm_spares> to the manifest of the proxy at --url",
                _ => null,
            };
            return new PlannedCase(definition, path, noAdminBecause is null ? lambda?.Id : null, skippedBecause);
        }
    }

    private static string Name(CaseDefinition definition) => definition.Communication == CommunicationMode.Http ? "http" : "pipe";

    private static string ExamplePath(IReadOnlyList<LambdaRoute> lambdas, CommunicationMode communication) =>
        lambdas.FirstOrDefault(lambda => lambda.Communication == communication)?.ExamplePath ?? "";
}
