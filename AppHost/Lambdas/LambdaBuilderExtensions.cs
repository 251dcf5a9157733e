using LocalLambdas.Manifests;

namespace AppHost.Lambdas;

internal static class LambdaBuilderExtensions
{
    public static IReadOnlyList<IResourceBuilder<LambdaResource>> AddLambdas(this IResourceBuilder<LocalLambdasResource> proxy, Manifest manifest)
    {
        var names = LambdaNames.Of(manifest.Lambdas.Select(lambda => lambda.Id));
        return [.. manifest.Lambdas.Zip(names, (lambda, name) => proxy.AddLambda(lambda, name))];
    }

    private static IResourceBuilder<LambdaResource> AddLambda(this IResourceBuilder<LocalLambdasResource> proxy, LambdaDefinition lambda, string name)
    {
        var resource = new LambdaResource(name, lambda.Id, lambda.Route.Text, lambda.Executable, proxy.Resource);
        return proxy.ApplicationBuilder.AddResource(resource)
            .ExcludeFromManifest()
            .WithParentRelationship(proxy)
            .WithInitialState(LambdaSnapshots.Initial(resource))
            .WithIconName(lambda.CommunicationMode == CommunicationMode.Pipe ? "PipelineArrowCurveDown" : "GlobeArrowForward")
            .WithLambdaCommand(KnownResourceCommands.StartCommand, "Start", "Starts the process without waiting for a request", "Play", LambdaStates.CanStart)
            .WithLambdaCommand(KnownResourceCommands.StopCommand, "Stop", "Ends the process; the next request starts it again", "Stop", LambdaStates.CanStop);
    }

    /// <summary>The names are Aspire's own, so that its command line and its dashboard know them; the orchestrator has none for a resource that it does not run.</summary>
    private static IResourceBuilder<LambdaResource> WithLambdaCommand(
        this IResourceBuilder<LambdaResource> builder, string name, string displayName, string description, string icon, Func<string?, bool> isEnabled) =>
        builder.WithCommand(
            name,
            displayName,
            context => LambdaCommands.ExecuteAsync(builder.Resource, name, context.CancellationToken),
            new CommandOptions
            {
                Description = description,
                IconName = icon,
                IconVariant = IconVariant.Filled,
                IsHighlighted = true,
                UpdateState = context => isEnabled(context.ResourceSnapshot.State?.Text) ? ResourceCommandState.Enabled : ResourceCommandState.Disabled,
            });
}
