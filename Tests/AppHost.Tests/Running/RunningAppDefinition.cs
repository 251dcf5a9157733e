namespace AppHost.Tests.Running;

/// <summary>Its tests share one application, and run one after another.</summary>
[CollectionDefinition(Name)]
public sealed class RunningAppDefinition : ICollectionFixture<RunningApp>
{
    public const string Name = "running application";
}
