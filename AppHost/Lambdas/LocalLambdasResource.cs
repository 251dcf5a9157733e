using System.Security.Cryptography;
using LocalLambdas.Manifests;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>The local_lambdas proxy with the lambdas of one manifest.</summary>
public sealed class LocalLambdasResource : ExecutableResource, IResourceWithServiceDiscovery
{
    internal const string HttpEndpointName = "http";
    internal const string AdminEndpointName = "admin";
    internal const string AdminTokenVariable = "ADMIN_TOKEN";

    internal LocalLambdasResource(string name, string executable, Manifest manifest)
        : base(name, executable, Path.GetDirectoryName(manifest.File)!)
    {
        ManifestFile = manifest.File;
        HttpEndpoint = new(this, HttpEndpointName);
        AdminEndpoint = new(this, AdminEndpointName);
        AdminToken = Environment.GetEnvironmentVariable(AdminTokenVariable) is { Length: > 0 } given ? given : OwnToken();
    }

    /// <summary>Gets the absolute path of the manifest.</summary>
    public string ManifestFile { get; }

    /// <summary>Gets the endpoint that clients of the lambdas connect to.</summary>
    public EndpointReference HttpEndpoint { get; }

    /// <summary>Gets the endpoint that tells of the lambdas, starts them and stops them.</summary>
    public EndpointReference AdminEndpoint { get; }

    /// <summary>Gets what the admin endpoint wants to see: ADMIN_TOKEN of the environment, or else, where it needs one, a new one.</summary>
    internal string? AdminToken { get; }

    /// <summary>Gets the lambdas in the order of the manifest.</summary>
    public IReadOnlyList<LambdaResource> Lambdas { get; internal set; } = [];

    // Linux alone tells the proxy whose a connection is. There the link of the dashboard opens in the user's browser, which sends no token
    private static string? OwnToken() => OperatingSystem.IsLinux() ? null : Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
}
