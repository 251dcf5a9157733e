using LocalLambdas.Lambdas;
using LocalLambdas.Manifests;
using Testing;

namespace LocalLambdas.Tests.Lambdas;

/// <summary>Processes that take no more requests, and do not end.</summary>
public sealed class CrowdTests : DepartureTest
{
    [Fact]
    public async Task While_too_many_linger_that_have_nothing_to_do_the_next_one_waits_for_the_end_of_one()
    {
        var lambda = Create();
        Launcher.LetStart(9);
        for (var i = 0; i < 8; i++) await LeftAsync(lambda);

        var waiting = lambda.AcquireAsync(Cancelled).AsTask();
        Assert.Equal((LambdaState.Cold, 8), (lambda.Snapshot().State, Launcher.Processes.Count));

        Launcher.Processes[3].End(0);
        using var next = await Eventually.Within(waiting);
        Assert.Equal(9, next.Instance.Process.Id);
    }

    [Fact]
    public async Task Those_that_finish_their_requests_keep_no_other_from_starting()
    {
        var lambda = Create();
        Launcher.LetStart(9);
        for (var i = 0; i < 8; i++) await LeavingAsync(lambda);

        using var next = await Eventually.Within(lambda.AcquireAsync(Cancelled).AsTask());

        Assert.Equal((9, 9), (next.Instance.Process.Id, lambda.Snapshot().InFlight));
    }

    [Fact]
    public async Task What_starts_with_the_proxy_is_replaced_no_more_when_too_many_linger()
    {
        var lambda = Create(StartMode.Eager);
        Launcher.OnReady = transport =>
        {
            Launcher.Processes[^1].IgnoresStop = true;
            transport.GoAway(hasTakenRequests: true);
        };
        Launcher.LetStart();
        await Record.ExceptionAsync(() => lambda.StartAsync(Cancelled));

        Launcher.LetStart(99);
        await Eventually.True(() => Launcher.Processes.Count >= 8, "one follows the other");
        await Until(lambda, LambdaState.Cold);

        Assert.Equal(8, Launcher.Processes.Count);
    }
}
