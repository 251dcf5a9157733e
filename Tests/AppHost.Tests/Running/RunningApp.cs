using Testing;
using Testing.Processes;

namespace AppHost.Tests.Running;

/// <summary>The application of AppHost.cs with few requests a case, started once; its runner has ended before the first test.</summary>
public sealed class RunningApp : IAsyncLifetime
{
    private const string Marker = "APPHOST_TESTS";

    /// <summary>Longer than elsewhere: starting includes the orchestrator, and a run of five cases with its cold starts.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    private readonly TempFolder _results = new();
    private readonly string _mark = Guid.NewGuid().ToString();
    private DistributedApplication? _app;

    public RunningApp() => ReloadedManifest = new(_results);

    public DistributedApplication App => _app ?? throw new InvalidOperationException("not started");

    /// <summary>The runner after the run that the start of the application began, and its report.</summary>
    public (CustomResourceSnapshot End, byte[] Json) FirstRun { get; private set; }

    public string Json => _results.File("performance_results.json");

    public LocalLambdasResource Proxy { get; private set; } = null!;

    public LocalLambdasResource Reloaded { get; private set; } = null!;

    /// <summary>Of a proxy beside that one, <c>reloaded</c>. It begins with the lambda <c>leaving</c>.</summary>
    public ManifestBuilder ReloadedManifest { get; }

    /// <summary>On Linux every process that the application has started, the orchestrator among them.</summary>
    public IReadOnlyList<int> Processes => ProcessTable.WithEnvironment(Marker, _mark);

    public async ValueTask InitializeAsync()
    {
        // Inherited by the orchestrator and, from it, by everything else
        Environment.SetEnvironmentVariable(Marker, _mark);
        var token = TestContext.Current.CancellationToken;
        var builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.AppHost>(
            ["--PerfRunner:Requests=5", "--PerfRunner:Warmup=5", "--PerfRunner:ColdStarts=2", $"--PerfRunner:Output={_results.Path}"], token).WaitAsync(Limit, token);
        Proxy = builder.Resources.OfType<LocalLambdasResource>().Single();
        Reloaded = builder.AddLocalLambdas("reloaded", ReloadedManifest.AddProcess("leaving", Environment.ProcessPath!, "pipe").Write()).Resource;
        _app = await builder.BuildAsync(token).WaitAsync(Limit, token);
        await App.StartAsync(token).WaitAsync(Limit, token);
        var end = await WaitForAsync("perf-runner", snapshot => KnownResourceStates.TerminalStates.Contains(snapshot.State?.Text));
        FirstRun = (end, await File.ReadAllBytesAsync(Json, token));
    }

    public async ValueTask DisposeAsync()
    {
        if (_app is not null) await _app.DisposeAsync().AsTask().WaitAsync(Limit, CancellationToken.None);
        _results.Dispose();
    }

    public async Task<CustomResourceSnapshot> WaitForAsync(string resource, Predicate<CustomResourceSnapshot> condition)
    {
        var token = TestContext.Current.CancellationToken;
        var update = await App.ResourceNotifications.WaitForResourceAsync(resource, update => condition(update.Snapshot), token).WaitAsync(Limit, token);
        return update.Snapshot;
    }

    public Task<CustomResourceSnapshot> WaitForStateAsync(string resource, string state) =>
        WaitForAsync(resource, snapshot => snapshot.State?.Text == state);

    public async Task<ExecuteCommandResult> CommandAsync(string resource, string command)
    {
        var token = TestContext.Current.CancellationToken;
        return await App.ResourceCommands.ExecuteCommandAsync(resource, command, token).WaitAsync(Limit, token);
    }
}
