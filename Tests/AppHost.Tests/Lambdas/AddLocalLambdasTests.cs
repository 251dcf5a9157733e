using Testing;

namespace AppHost.Tests.Lambdas;

public sealed class AddLocalLambdasTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly IDistributedApplicationBuilder _builder = DistributedApplication.CreateBuilder();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Each_process_of_the_manifest_is_a_resource_below_the_proxy()
    {
        var manifest = new ManifestBuilder(_folder);
        manifest.AddProcess("one", Environment.ProcessPath!, "pipe").AddProcess("two", Environment.ProcessPath!, "http").Write();

        var proxy = _builder.AddLocalLambdas("proxy", manifest.File).Resource;

        Assert.Equal(["one", "two"], proxy.Lambdas.Select(lambda => lambda.Name));
        Assert.All(proxy.Lambdas, lambda => Assert.Contains(lambda, _builder.Resources));
        Assert.All(proxy.Lambdas, lambda => Assert.Same(
            proxy, lambda.Annotations.OfType<ResourceRelationshipAnnotation>().Single(relationship => relationship.Type == "Parent").Resource));
    }

    [Fact]
    public void Error_of_the_manifest_is_told_with_its_line()
    {
        var file = _folder.File("manifest.xml");
        File.WriteAllText(file, "<manifest>\n  <proces/>\n</manifest>");

        var exception = Assert.Throws<DistributedApplicationException>(() => _builder.AddLocalLambdas("proxy", file));

        Assert.StartsWith($"{file}(2): ", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Proxy_listens_without_the_orchestrators_proxy_before_it()
    {
        var manifest = new ManifestBuilder(_folder).AddProcess("one", Environment.ProcessPath!, "pipe").Write();

        var proxy = _builder.AddLocalLambdas("proxy", manifest, port: 3000, adminPort: 3001).WithCache(7).Resource;

        Assert.All(proxy.Annotations.OfType<EndpointAnnotation>(), endpoint => Assert.False(endpoint.IsProxied));
        foreach (var endpoint in proxy.Annotations.OfType<EndpointAnnotation>())
            endpoint.AllocatedEndpoint = new(endpoint, endpoint.TargetHost, endpoint.Port!.Value);
        await using var application = _builder.Build();
        var environment = await EnvironmentOf(proxy);
        Assert.Equal("127.0.0.1:3000", environment["BIND_ADDRESS"]);
        Assert.Equal("127.0.0.1:3001", environment["ADMIN_ADDRESS"]);
        Assert.Equal("7", environment["ENABLE_CACHE"]);
        Assert.Equal(proxy.AdminToken, environment.GetValueOrDefault("ADMIN_TOKEN"));
        Assert.Equal(OperatingSystem.IsLinux(), proxy.AdminToken is null);
        Assert.Equal("", environment["OTEL_DOTNET_EXPERIMENTAL_OTLP_RETRY"]);
        Assert.True(File.Exists(proxy.Command), proxy.Command);
    }

    private async Task<IReadOnlyDictionary<string, string>> EnvironmentOf(LocalLambdasResource proxy)
    {
        var token = TestContext.Current.CancellationToken;
        var configuration = await ExecutionConfigurationBuilder.Create(proxy)
            .WithEnvironmentVariablesConfig()
            .BuildAsync(_builder.ExecutionContext, cancellationToken: token)
            .WaitAsync(Eventually.Limit, token);
        return configuration.EnvironmentVariables.ToDictionary();
    }
}
