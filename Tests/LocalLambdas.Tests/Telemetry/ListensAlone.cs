namespace LocalLambdas.Tests.Telemetry;

/// <summary>Listeners hear the whole process, and these tests also assert that nobody listens: they run alone.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class ListensAlone
{
    public const string Name = "Telemetry";
}
