using System.Collections.Concurrent;
using LocalLambdas.Processes;
using Testing;

namespace LocalLambdas.Tests.Processes;

public sealed class OutputQueueTests
{
    private static readonly string Line = new('x', 1000);

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
        using ManualResetEventSlim hanging = new();
        ConcurrentQueue<string> seen = new();
        OutputQueue queue = new(
            line =>
            {
                hanging.Wait();
                seen.Enqueue(line);
            },
            () => { });
        while (!queue.IsFull)
            queue.Enqueue(Line);
        queue.StartDropping();
        Assert.False(queue.IsFull);
        for (int i = 0; i < 100_000; i++)
            queue.Enqueue(Line);
        hanging.Set();
        await Eventually.True(() => seen.Any(line => line.Contains("dropped", StringComparison.Ordinal)), "the number of dropped lines");
        queue.Enqueue("after");
        queue.Complete();
        await Eventually.Within(queue.Ended);

        Assert.InRange(seen.Count, 100, 5000);
        Assert.Equal("after", seen.Last());
    }

    [Fact]
    public async Task Who_saw_it_full_is_told_when_there_is_room()
    {
        using ManualResetEventSlim hanging = new();
        TaskCompletionSource roomMade = new();
        OutputQueue queue = new(_ => hanging.Wait(), roomMade.SetResult);
        while (!queue.IsFull)
            queue.Enqueue(Line);
        Assert.False(roomMade.Task.IsCompleted);
        hanging.Set();

        await Eventually.Within(roomMade.Task);
        queue.Complete();
        await Eventually.Within(queue.Ended);
    }
}
