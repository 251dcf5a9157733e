using System.Collections.Concurrent;
using LocalLambdas.Processes;
using Testing;

namespace LocalLambdas.Tests.Processes;

public sealed class OutputQueueTests : IDisposable
{
    private const int Hour = 3_600_000;

    private static readonly string Line = new('x', 1000);

    // Whoever takes a line, and may go on
    private readonly SemaphoreSlim _taken = new(0);
    private readonly SemaphoreSlim _mayGoOn = new(0);

    private long _now;

    public void Dispose()
    {
        _taken.Dispose();
        _mayGoOn.Dispose();
    }

    [Fact]
    public async Task Lines_arrive_in_order_and_before_the_end()
    {
        List<int> seen = [];
        OutputQueue queue = new(line => seen.Add(int.Parse(line, null)), () => { });
        for (int i = 0; i < 5000; i++)
            queue.Enqueue($"{i}");
        queue.Complete();
        await Eventually.Within(queue.Ended);

        Assert.Equal(Enumerable.Range(0, 5000), seen);
    }

    [Fact]
    public async Task A_consumer_that_hangs_costs_lines_and_not_memory()
    {
        ConcurrentQueue<string> seen = new();
        OutputQueue queue = await FullAsync(seen.Enqueue);
        while (Pause(queue, OutputQueue.StepMilliseconds) > 0)
        {
        }

        for (int i = 0; i < 100_000; i++)
            queue.Enqueue(Line);
        GoOn();
        await Eventually.True(() => seen.Any(line => line.Contains("dropped", StringComparison.Ordinal)), "the number of dropped lines");
        queue.Enqueue("after");
        await EndAsync(queue);

        Assert.InRange(seen.Count, 100, 5000);
        Assert.Equal("after", seen.Last());
    }

    [Fact]
    public async Task Nothing_is_dropped_because_this_process_stood_still()
    {
        OutputQueue queue = await FullAsync();

        for (int look = 1; look < OutputQueue.Steps; look++)
            Assert.InRange(Pause(queue, Hour), 1, OutputQueue.StepMilliseconds);
        Assert.Equal(0, Pause(queue, Hour));

        GoOn();
        await EndAsync(queue);
    }

    [Fact]
    public async Task As_long_as_lines_are_taken_the_reader_waits()
    {
        OutputQueue queue = await FullAsync();

        for (int line = 0; line < 10; line++)
        {
            for (int look = 1; look < OutputQueue.Steps; look++)
                Assert.InRange(Pause(queue, OutputQueue.StepMilliseconds), 1, OutputQueue.StepMilliseconds);
            _mayGoOn.Release();
            await TakenAsync();
            queue.Enqueue(Line);
        }

        GoOn();
        await EndAsync(queue);
    }

    [Fact]
    public async Task Who_saw_it_full_is_told_when_there_is_room()
    {
        TaskCompletionSource roomMade = new();
        OutputQueue queue = await FullAsync(roomMade: roomMade.SetResult);
        Assert.False(roomMade.Task.IsCompleted);
        GoOn();

        await Eventually.Within(roomMade.Task);
        await EndAsync(queue);
    }

    /// <summary>One whose consumer hangs with its first line, and whose reader has been told to pause.</summary>
    private async Task<OutputQueue> FullAsync(Action<string>? onLine = null, Action? roomMade = null)
    {
        OutputQueue queue = new(
            line =>
            {
                _taken.Release();
                _mayGoOn.Wait();
                onLine?.Invoke(line);
            },
            roomMade ?? (() => { }));
        queue.Enqueue(Line);
        await TakenAsync();
        while (Pause(queue, 0) == 0)
            queue.Enqueue(Line);
        return queue;
    }

    private int Pause(OutputQueue queue, int milliseconds) => queue.MillisecondsToPause(_now += milliseconds);

    private async Task TakenAsync() => Assert.True(await _taken.WaitAsync(Eventually.Limit, TestContext.Current.CancellationToken), "no line was taken");

    private void GoOn() => _mayGoOn.Release(1_000_000);

    private static Task EndAsync(OutputQueue queue)
    {
        queue.Complete();
        return Eventually.Within(queue.Ended);
    }
}
