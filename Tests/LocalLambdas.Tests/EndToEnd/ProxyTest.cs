using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using Testing;
using Testing.Processes;
using Testing.Proxy;

namespace LocalLambdas.Tests.EndToEnd;

/// <summary>A test of the real executable. It ends with no process left, or it fails.</summary>
public abstract class ProxyTest : IAsyncDisposable
{
    // Proxies may be started at the same time.
    private readonly ConcurrentBag<ProxyProcess> _proxies = [];
    private readonly LambdaProcesses _processes;

    protected ProxyTest()
    {
        _processes = new(Folder.Folder("pids"));
        Manifest = new(Folder);
    }

    public static TheoryData<string> Modes => ["pipe", "http", "frames", "plain"];

    /// <summary>Those that are no plain HTTP.</summary>
    public static TheoryData<string> OwnProtocols => ["pipe", "http", "frames"];

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    protected TempFolder Folder { get; } = new();

    protected ManifestBuilder Manifest { get; }

    /// <summary>Every <c>FaultyLambda</c> that ever started in this test.</summary>
    protected IReadOnlyList<int> Started => _processes.Started;

    /// <summary>What lives of this test, beside the proxies themselves.</summary>
    protected IReadOnlyList<int> Alive => [.. _processes.Alive.Except(_proxies.Select(proxy => proxy.Id))];

    public virtual async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        foreach (var proxy in _proxies)
        {
            if (TestContext.Current.TestState?.Result == TestResult.Failed)
                TestContext.Current.TestOutputHelper?.WriteLine($"local_lambdas {proxy.Id}:\n{proxy.Log()}");
            await proxy.DisposeAsync();
        }

        try
        {
            await AssertNoProcessLeftAsync();
        }
        finally
        {
            Folder.Dispose();
        }
    }

    protected Task<ProxyProcess> StartAsync(params (string Name, string? Value)[] environment) =>
        StartAsync(Manifest.Write(), environment);

    protected async Task<ProxyProcess> StartAsync(string manifest, params (string Name, string? Value)[] environment)
    {
        var proxy = await ProxyProcess.StartAsync(manifest, Marked(environment));
        _proxies.Add(proxy);
        return proxy;
    }

    /// <summary>Runs the proxy and waits for nothing.</summary>
    protected ProxyProcess Launch(params (string Name, string? Value)[] environment)
    {
        var proxy = ProxyProcess.Launch([Manifest.File], Folder.Path, Marked(environment));
        _proxies.Add(proxy);
        return proxy;
    }

    /// <summary>Runs the proxy to its end, which is to come by itself.</summary>
    protected async Task<(int ExitCode, IReadOnlyList<string> Errors)> RunAsync(string? manifest, params (string Name, string? Value)[] environment)
    {
        var proxy = ProxyProcess.Launch(manifest is null ? [] : [manifest], Folder.Path, Marked(environment));
        _proxies.Add(proxy);
        var exitCode = await proxy.WaitForExitAsync();
        return (exitCode, proxy.Output.Errors);
    }

    protected static async Task<string> AssertProblemAsync(HttpStatusCode status, HttpResponseMessage response)
    {
        var body = await response.Content.ReadAsStringAsync(Cancellation);
        Assert.True(status == response.StatusCode, $"{(int)response.StatusCode} instead of {(int)status}: {body}");
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        using var problem = JsonDocument.Parse(body);
        Assert.Equal((int)status, problem.RootElement.GetProperty("status").GetInt32());
        Assert.NotEmpty(problem.RootElement.GetProperty("type").GetString()!);
        Assert.NotEmpty(problem.RootElement.GetProperty("title").GetString()!);
        return problem.RootElement.GetProperty("detail").GetString()!;
    }

    protected async Task AssertNoProcessLeftAsync()
    {
        try
        {
            await Eventually.True(() => Alive.Count == 0, "no process of the test lives");
        }
        catch (TimeoutException)
        {
            var left = Alive;
            foreach (var pid in left)
                LambdaProcesses.Kill(pid);
            Assert.Fail($"processes left: {string.Join(", ", left)}");
        }
    }

    private Dictionary<string, string?> Marked((string Name, string? Value)[] environment) =>
        environment.Append((Name: LambdaProcesses.Variable, Value: _processes.Folder)).ToDictionary(e => e.Name, e => e.Value);
}
