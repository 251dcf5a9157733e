using System.Diagnostics;
using LocalLambdas.Admin;
using PerfRunner.Building;
using PerfRunner.Load;
using PerfRunner.Peers;
using PerfRunner.Peers.Cold;
using PerfRunner.Results;

namespace PerfRunner.Tests.Peers.Cold;

/// <summary>Starts nothing, and takes the milliseconds that it is told.</summary>
internal sealed class FakeColdStart(string name, Func<int, double?> milliseconds, BuildFlavor flavor = BuildFlavor.Jit) : IColdStart
{
    public static QuietProcesses NothingWorks { get; } = new(() => new Dictionary<int, TimeSpan>(), (_, _) => Task.CompletedTask);

    public string Name => name;

    public string Means => $"{name} in words";

    public PeerService Service => new(PeerService.Pipe, flavor, "file");

    public bool LeavesNew { get; init; }

    public Func<int, StartPhasesStatus?>? Phases { get; init; }

    public StartPhasesStatus? LastPhases => Phases?.Invoke(Started - 1);

    public int Started { get; private set; }

    public Action<string>? OnStart { get; init; }

    public Task<Exchange> StartAsync(CancellationToken cancellationToken)
    {
        OnStart?.Invoke(name);
        return Task.FromResult(milliseconds(Started++) is { } time
            ? new Exchange(null, 0, (long)(time * Stopwatch.Frequency / 1000), 200, 1, CacheState.Unknown)
            : Exchange.NotSent(RequestError.NotCold));
    }

    public void Dispose()
    {
        // Nothing was started.
    }
}
