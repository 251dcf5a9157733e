namespace Aspire.Hosting.ApplicationModel;

/// <summary>A lambda, whose process the proxy starts and stops.</summary>
/// <remarks>
/// Not an <see cref="IResourceWithParent"/>, which would take over the state of the proxy: a lambda is cold while its proxy runs.
/// </remarks>
public sealed class LambdaResource : Resource
{
    internal LambdaResource(string name, string id, string route, string executable, LocalLambdasResource proxy)
        : base(name)
    {
        Id = id;
        Route = route;
        Executable = executable;
        Proxy = proxy;
    }

    /// <summary>Gets the id of the manifest. The name of the resource is made of it.</summary>
    public string Id { get; }

    /// <summary>Gets the route as the manifest has it.</summary>
    public string Route { get; }

    /// <summary>Gets the absolute path of the executable.</summary>
    public string Executable { get; }

    /// <summary>Gets the proxy that runs the lambda.</summary>
    public LocalLambdasResource Proxy { get; }
}
