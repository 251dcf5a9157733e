using LocalLambdas.Lambdas;
using Testing;

namespace LocalLambdas.Tests.Lambdas;

public sealed class AdmissionQueueTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Who_waits_is_let_in_in_order_and_nobody_overtakes()
    {
        var queue = new AdmissionQueue(1, 2);
        Assert.True(queue.TryEnter());
        var first = queue.WaitAsync(Patience.Limit, Cancelled).AsTask();
        var second = queue.WaitAsync(Patience.Limit, Cancelled).AsTask();
        Assert.False(await queue.WaitAsync(Patience.Limit, Cancelled));
        Assert.Equal(2, queue.Waiting);

        queue.Leave();

        Assert.False(queue.TryEnter());
        Assert.True(await first);
        Assert.False(second.IsCompleted);
        queue.Leave();
        Assert.True(await second);
        Assert.Equal(0, queue.Waiting);
        queue.Leave();
        Assert.True(queue.TryEnter());
    }

    [Fact]
    public async Task Who_waits_in_vain_takes_no_place_and_no_turn()
    {
        var queue = new AdmissionQueue(1, 1);
        Assert.True(queue.TryEnter());
        Assert.False(await queue.WaitAsync(TimeSpan.FromMilliseconds(1), Cancelled));
        using var gone = new CancellationTokenSource();
        var waiting = queue.WaitAsync(Patience.Limit, gone.Token).AsTask();
        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);

        Assert.Equal(0, queue.Waiting);
        queue.Leave();
        Assert.True(queue.TryEnter());
    }

    [Fact]
    public async Task Without_places_nobody_waits()
    {
        var queue = new AdmissionQueue(1, 0);
        Assert.True(queue.TryEnter());

        Assert.False(await queue.WaitAsync(Patience.Limit, Cancelled));
    }
}
