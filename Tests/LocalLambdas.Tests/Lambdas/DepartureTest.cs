using LocalLambdas.Lambdas;
using LocalLambdas.Manifests;
using Microsoft.Extensions.Logging.Abstractions;
using Testing;

namespace LocalLambdas.Tests.Lambdas;

/// <summary>Starts lambdas of fake processes, and ends them with the test.</summary>
public abstract class DepartureTest : IAsyncDisposable
{
    private readonly List<Lambda> _lambdas = [];

    private protected DepartureTest() => Launcher = new(Time);

    private protected ManualTime Time { get; } = new();

    private protected FakeLauncher Launcher { get; }

    private protected static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        foreach (var process in Launcher.Processes) process.End(0);
        foreach (var lambda in _lambdas) await lambda.DisposeAsync();
    }

    /// <summary>The request of a process that has gone away and finishes it.</summary>
    private protected async Task<LambdaLease> LeavingAsync(Lambda lambda)
    {
        var lease = await lambda.AcquireAsync(Cancelled);
        Launcher.Transports[^1].GoAway(hasTakenRequests: true);
        await Until(lambda, LambdaState.Cold);
        return lease;
    }

    /// <summary>A process that has had its request and gone away, and does not end.</summary>
    private protected async Task<FakeProcess> LeftAsync(Lambda lambda)
    {
        (await lambda.AcquireAsync(Cancelled)).Dispose();
        Launcher.Processes[^1].IgnoresStop = true;
        Launcher.Transports[^1].GoAway(hasTakenRequests: true);
        await Until(lambda, LambdaState.Cold);
        return Launcher.Processes[^1];
    }

    private protected static Task Until(Lambda lambda, LambdaState state) =>
        Eventually.True(() => Task.FromResult(lambda.Snapshot().State == state), () => $"{state}: {lambda.Snapshot()}");

    private protected Lambda Create(StartMode start = StartMode.OnDemand, int warmSpares = 0, int places = 0)
    {
        var lambda = new Lambda(Definitions.Of("x") with { StartMode = start, WarmSpares = warmSpares }, Launcher, new(places), Time, new(NullLogger<Lambda>.Instance));
        _lambdas.Add(lambda);
        return lambda;
    }
}
