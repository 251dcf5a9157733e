using System.Text;
using LocalLambdas.Lambdas;
using LocalLambdas.Telemetry;

namespace LocalLambdas.Tests.Telemetry;

public class StartupTests
{
    [Theory]
    [InlineData("""{"runtimeStartedUnixNano":"1000","acceptingUnixNano":"2500","more":1}""", true), InlineData("""{"runtimeStartedUnixNano":1000,"acceptingUnixNano":2500}""", true)]
    [InlineData("", false), InlineData("[]", false), InlineData("{}", false), InlineData("""{"runtimeStartedUnixNano":"1000"}""", false)]
    [InlineData("""{"runtimeStartedUnixNano":"3000","acceptingUnixNano":"2000"}""", false), InlineData("""{"runtimeStartedUnixNano":"x","acceptingUnixNano":"y"}""", false)]
    [InlineData("""{"runtimeStartedUnixNano":"-1","acceptingUnixNano":"99999999999999999999999"}""", false)]
    public void What_a_process_says_of_its_start_is_read(string json, bool isUsable)
    {
        Assert.Equal(isUsable, StartupTimes.TryRead(Encoding.UTF8.GetBytes(json), out var times));
        if (isUsable) Assert.Equal((10, 25), ((times.RuntimeStarted - DateTime.UnixEpoch).Ticks, (times.Accepting - DateTime.UnixEpoch).Ticks));
    }

    [Fact]
    public void It_divides_the_wait_for_acceptance()
    {
        var record = new StartRecord(TimeProvider.System);
        record.Spawned(7);
        var started = DateTime.UtcNow;
        SpinWait.SpinUntil(() => DateTime.UtcNow > started);
        var accepting = DateTime.UtcNow;
        record.Accepted();
        Assert.Null(record.Runtime);
        Assert.Equal(["spawn", "accept"], record.Phases.Select(phase => phase.Name));

        record.Reported(new(started, accepting));

        Assert.InRange(record.Runtime!.Value, TimeSpan.Zero, record.Accept!.Value);
        Assert.InRange((record.Runtime + record.Application)!.Value, TimeSpan.Zero, record.Accept!.Value);
        AssertWithoutGaps(record, "spawn", "runtime", "application", "accept");
    }

    [Fact]
    public void A_clock_that_is_wrong_makes_no_phase_negative_or_longer_than_the_start()
    {
        foreach (var skew in new[] { -1, 1 })
        {
            var record = new StartRecord(TimeProvider.System);
            record.Spawned(7);
            record.Accepted();

            record.Reported(new(DateTime.UtcNow.AddDays(skew), DateTime.UtcNow.AddDays(skew + 1)));

            AssertWithoutGaps(record, "spawn", "runtime", "application", "accept");
        }
    }

    [Fact]
    public void Only_the_first_report_counts()
    {
        var record = new StartRecord(TimeProvider.System);
        record.Spawned(7);
        record.Accepted();
        record.Reported(new(DateTime.UnixEpoch, DateTime.UnixEpoch));

        record.Reported(new(DateTime.UtcNow.AddDays(1), DateTime.UtcNow.AddDays(1)));

        Assert.Equal(TimeSpan.Zero, record.Runtime);
    }

    private static void AssertWithoutGaps(StartRecord record, params string[] names)
    {
        var phases = record.Phases.ToArray();
        Assert.Equal(names, phases.Select(phase => phase.Name));
        Assert.Equal((record.Began, record.AcceptedAt), (phases[0].From, phases[^1].To));
        Assert.All(phases, phase => Assert.True(phase.From <= phase.To));
        Assert.All(phases.Zip(phases.Skip(1)), pair => Assert.Equal(pair.First.To, pair.Second.From));
    }
}
