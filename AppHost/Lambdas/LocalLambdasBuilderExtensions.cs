using System.Globalization;
using System.Reflection;
using AppHost.Lambdas;
using LocalLambdas.Manifests;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Aspire.Hosting;

/// <summary>Adds the local_lambdas proxy to an application.</summary>
public static class LocalLambdasBuilderExtensions
{
    // Not "localhost": a client would try ::1 first, where the proxy does not listen
    private const string Loopback = "127.0.0.1";

    /// <summary>Adds the proxy and, below it, a resource for each lambda of the manifest.</summary>
    /// <param name="builder">The application.</param>
    /// <param name="name">The name of the resource.</param>
    /// <param name="manifest">The manifest, relative to the directory of the app host.</param>
    /// <param name="port">The port that clients connect to; a free one when it is not given.</param>
    /// <param name="adminPort">The port of the admin endpoint; a free one when it is not given.</param>
    /// <returns>The builder of the proxy's resource.</returns>
    /// <exception cref="DistributedApplicationException">The manifest has an error.</exception>
    public static IResourceBuilder<LocalLambdasResource> AddLocalLambdas(
        this IDistributedApplicationBuilder builder, [ResourceName] string name, string manifest, int? port = null, int? adminPort = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrEmpty(manifest);
        var content = Read(Path.GetFullPath(manifest, builder.AppHostDirectory));
        var proxy = new LocalLambdasResource(name, Executable(), content);
        var resource = builder.AddResource(proxy)
            .WithArgs(proxy.ManifestFile)
            .WithLoopbackEndpoint(LocalLambdasResource.HttpEndpointName, "BIND_ADDRESS", port)
            .WithLoopbackEndpoint(LocalLambdasResource.AdminEndpointName, "ADMIN_ADDRESS", adminPort)
            .WithAdminToken(proxy)
            .WithHttpHealthCheck("/health", endpointName: LocalLambdasResource.AdminEndpointName)
            .WithOtlpExporter()
            .WithUndisturbedMeasurement()
            .WithUrlForEndpoint(LocalLambdasResource.HttpEndpointName, url => url.DisplayLocation = UrlDisplayLocation.DetailsOnly)
            .WithUrlForEndpoint(LocalLambdasResource.AdminEndpointName, url =>
            {
                url.Url = "/lambdas";
                url.DisplayText = "Lambdas as JSON";
                url.DisplayLocation = UrlDisplayLocation.DetailsOnly;
            })
            .WithIconName("CloudFlow");
        proxy.Lambdas = [.. resource.AddLambdas(content).Select(lambda => lambda.Resource)];
        foreach (var lambda in proxy.Lambdas)
            resource.WithUrl($"{proxy.HttpEndpoint}{LambdaUrls.Path(lambda.Route)}", lambda.Id);
        if (builder.ExecutionContext.IsRunMode)
        {
            builder.Services.TryAddSingleton(TimeProvider.System);
            builder.Services.AddHostedService<LambdaFollower>().AddHostedService<LambdaLogForwarder>();
        }

        return resource;
    }

    /// <summary>Tells a resource what the admin endpoint of the proxy wants to see, if it wants anything.</summary>
    internal static IResourceBuilder<T> WithAdminToken<T>(this IResourceBuilder<T> builder, LocalLambdasResource proxy)
        where T : IResourceWithEnvironment =>
        proxy.AdminToken is { } token ? builder.WithEnvironment(LocalLambdasResource.AdminTokenVariable, token) : builder;

    /// <summary>Lets the proxy answer from its cache.</summary>
    /// <param name="builder">The proxy.</param>
    /// <param name="entries">How many answers it keeps; its own default when it is not given.</param>
    /// <returns>The same builder.</returns>
    public static IResourceBuilder<LocalLambdasResource> WithCache(this IResourceBuilder<LocalLambdasResource> builder, int? entries = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.WithEnvironment("ENABLE_CACHE", entries?.ToString(CultureInfo.InvariantCulture) ?? "true");
    }

    /// <summary>
    /// Not proxied: the orchestrator's proxy would be one more hop in every figure. It then has to be told the port, and hands it on.
    /// </summary>
    private static IResourceBuilder<LocalLambdasResource> WithLoopbackEndpoint(
        this IResourceBuilder<LocalLambdasResource> builder, string name, string variable, int? port) => builder
            .WithHttpEndpoint(port ?? FreePort.Find(), name: name, isProxied: false)
            .WithEndpoint(name, endpoint => endpoint.TargetHost = Loopback)
            .WithEnvironment(variable, builder.Resource.GetEndpoint(name).Property(EndpointProperty.HostAndPort));

    private static Manifest Read(string file)
    {
        try
        {
            return ManifestReader.Read(file);
        }
        catch (ManifestException exception)
        {
            throw new DistributedApplicationException(exception.Message, exception);
        }
    }

    private static string Executable() => typeof(LocalLambdasResource).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == "LocalLambdasExecutable")
        .Value + (OperatingSystem.IsWindows() ? ".exe" : "");
}
