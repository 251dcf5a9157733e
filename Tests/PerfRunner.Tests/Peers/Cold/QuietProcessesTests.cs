using PerfRunner.Peers.Cold;

namespace PerfRunner.Tests.Peers.Cold;

public sealed class QuietProcessesTests
{
    private readonly List<TimeSpan> _pauses = [];

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Nothing_is_waited_for_but_one_window_when_nothing_works()
    {
        await WaitAsync(hasNew: false, Looks([(7, 100)], [(7, 100)]));

        Assert.Equal([TimeSpan.FromMilliseconds(20)], _pauses);
    }

    [Fact]
    public async Task Who_works_is_waited_for_and_who_has_ended_is_not()
    {
        await WaitAsync(hasNew: false, Looks([(7, 100), (8, 50)], [(7, 110), (8, 60)], [(8, 61)], [(8, 61.2)]));

        Assert.Equal(3, _pauses.Count);
    }

    [Fact]
    public async Task A_process_that_appears_works()
    {
        await WaitAsync(hasNew: false, Looks([(7, 100)], [(7, 100), (8, 3)], [(7, 100), (8, 3)]));

        Assert.Equal(2, _pauses.Count);
    }

    [Fact]
    public async Task A_new_process_is_given_the_time_until_it_compiles_again()
    {
        await WaitAsync(hasNew: true, Looks([(7, 100)], [(7, 100)]));

        Assert.Equal([TimeSpan.FromMilliseconds(150)], _pauses);
    }

    [Fact]
    public async Task Who_is_never_quiet_is_given_up()
    {
        int look = 0;

        await WaitAsync(hasNew: false, () => new Dictionary<int, TimeSpan> { [7] = TimeSpan.FromMilliseconds(10 * look++) });

        Assert.Equal(TimeSpan.FromSeconds(3), _pauses.Aggregate(TimeSpan.Zero, (sum, pause) => sum + pause));
    }

    private static Func<IReadOnlyDictionary<int, TimeSpan>> Looks(params (int Id, double Milliseconds)[][] looks)
    {
        Queue<(int Id, double Milliseconds)[]> left = new(looks);
        return () => left.Dequeue().ToDictionary(process => process.Id, process => TimeSpan.FromMilliseconds(process.Milliseconds));
    }

    private Task WaitAsync(bool hasNew, Func<IReadOnlyDictionary<int, TimeSpan>> read) =>
        new QuietProcesses(read, (time, _) =>
        {
            _pauses.Add(time);
            return Task.CompletedTask;
        }).WaitAsync(hasNew, Cancelled);
}
