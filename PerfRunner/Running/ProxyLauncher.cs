using System.Net;
using System.Net.Sockets;
using PerfRunner.Building;
using PerfRunner.Cli;
using PerfRunner.Proxying;

namespace PerfRunner.Running;

/// <summary>Builds and starts what the options ask for, or finds what runs already.</summary>
internal sealed class ProxyLauncher(RunnerOptions options, RunFiles files, IRunReporter reporter)
{
    /// <summary>Longer than a lambda is given to stop; no part of what is measured.</summary>
    private static readonly TimeSpan AdminTimeout = TimeSpan.FromSeconds(30);

    private static readonly string[] ServiceProjects = ["HttpService", "PipeService"];

    /// <exception cref="RunnerException">It could not be built, started or reached.</exception>
    public Task<MeasuredProxy> LaunchAsync(CancellationToken cancellationToken) => ExplainAsync(async () =>
    {
        if (options.Url is not null)
        {
            return await FindAsync(options.Url, cancellationToken);
        }

        await BuildAsync(cancellationToken);
        reporter.Stage($"Starting {files.Proxy} {files.Manifest}");
        return await StartProxyAsync(files.Manifest!, cancellationToken);
    });

    /// <summary>Starts what has been built with another manifest.</summary>
    /// <exception cref="RunnerException">It could not be started.</exception>
    public Task<MeasuredProxy> StartAsync(string manifest, CancellationToken cancellationToken) =>
        ExplainAsync(() => StartProxyAsync(manifest, cancellationToken));

    private static async Task<MeasuredProxy> ExplainAsync(Func<Task<MeasuredProxy>> launch)
    {
        try
        {
            return await launch();
        }
        catch (Exception exception) when (exception is BuildException or ProxyStartException or AdminException or SocketException)
        {
            throw new RunnerException(RunnerExitCode.Unavailable, exception.Message, exception);
        }
    }

    private async Task<MeasuredProxy> StartProxyAsync(string manifest, CancellationToken cancellationToken)
    {
        if (!File.Exists(files.Proxy))
        {
            throw new RunnerException(RunnerExitCode.Unavailable, $"{files.Proxy} does not exist: leave out --no-build, or name a proxy with --proxy");
        }

        ProxyUnderTest started = await ProxyUnderTest.StartAsync(
            new ProxyStart(files.Proxy, manifest, IsForeign: options.Proxy is not null), cancellationToken);
        try
        {
            return await MeasureAsync(started.Url, started.AdminUrl, started, cancellationToken);
        }
        catch
        {
            await started.DisposeAsync();
            throw;
        }
    }

    private async Task BuildAsync(CancellationToken cancellationToken)
    {
        if (options.NoBuild || files.Repository is null)
        {
            return;
        }

        // A foreign manifest has its own executables, a foreign proxy is built by whoever made it.
        string[] projects = [.. options.Proxy is null ? ["LocalLambdas"] : Array.Empty<string>(), .. files.IsRepositoryManifest ? ServiceProjects : []];
        if (projects.Length > 0)
        {
            reporter.Stage($"Building {string.Join(", ", projects)} (Release)");
            await DotnetBuild.RunAsync(files.Repository, projects, cancellationToken);
        }
    }

    private async Task<MeasuredProxy> FindAsync(Uri url, CancellationToken cancellationToken)
    {
        reporter.Stage($"Measuring the proxy at {url}");
        return await MeasureAsync(url, options.AdminUrl, started: null, cancellationToken);
    }

    private static async Task<MeasuredProxy> MeasureAsync(Uri url, Uri? adminUrl, ProxyUnderTest? started, CancellationToken cancellationToken)
    {
        IPEndPoint endPoint = await ReachAsync(url, cancellationToken);
        if (adminUrl is null)
        {
            return new MeasuredProxy(url, endPoint, started, admin: null, status: null);
        }

        AdminClient admin = new(adminUrl, AdminTimeout);
        try
        {
            return new MeasuredProxy(url, endPoint, started, admin, await admin.ListAsync(cancellationToken));
        }
        catch
        {
            admin.Dispose();
            throw;
        }
    }

    /// <summary>The first of the host's addresses that accepts: "localhost" may have one for each version of IP.</summary>
    private static async Task<IPEndPoint> ReachAsync(Uri url, CancellationToken cancellationToken)
    {
        foreach (IPAddress address in await Dns.GetHostAddressesAsync(url.DnsSafeHost, cancellationToken))
        {
            try
            {
                IPEndPoint endPoint = new(address, url.Port);
                using Socket socket = new(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
                await socket.ConnectAsync(endPoint, cancellationToken);
                return endPoint;
            }
            catch (SocketException)
            {
                // The next address, or the error below.
            }
        }

        throw new RunnerException(RunnerExitCode.Unavailable, $"Nothing accepts at {url}: start the proxy, or leave out --url to have it started");
    }
}
