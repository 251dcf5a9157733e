using PerfRunner.Controls;
using PerfRunner.Results;
using PerfRunner.Statistics;

namespace PerfRunner.Tests.Controls;

public sealed class ControlEffectsTests
{
    [Fact]
    public void One_thing_changes_while_the_other_stays()
    {
        IReadOnlyList<ControlEffect> effects = ControlEffects.From(
            [Result("http-tcp", 100), Result("http-unix", 90), Result("frames-tcp", 70), Result("frames-unix", 50), Result("json-unix", 80)]);

        Assert.Equal(
            [
                new("transport-of-http", "http-tcp", "http-unix", -10, 0.9),
                new("transport-of-frames", "frames-tcp", "frames-unix", -20, 50 / 70.0),
                new("protocol-over-tcp", "http-tcp", "frames-tcp", -30, 0.7),
                new("protocol-over-unix", "http-unix", "frames-unix", -40, 50 / 90.0),
                new("frames-instead-of-json", "json-unix", "frames-unix", -30, 50 / 80.0),
                new("both", "http-tcp", "frames-unix", -50, 0.5),
            ],
            effects);
    }

    [Fact]
    public void What_is_missing_or_failed_has_no_effect()
    {
        ControlResult failed = Result("http-unix", 90);
        failed = failed with { Warm = failed.Warm with { Errors = 1 } };

        IReadOnlyList<ControlEffect> effects = ControlEffects.From([Result("http-tcp", 100), failed, Result("frames-unix", 50)]);

        Assert.Equal("both", effects.Single().Name);
    }

    [Fact]
    public void Every_effect_is_between_controls_that_there_are()
    {
        IReadOnlyList<ControlEffect> effects = ControlEffects.From([.. ControlDefinition.All.Select(control => Result(control.Name, 1))]);

        Assert.Equal(6, effects.Count);
    }

    private static ControlResult Result(string name, double p50) => new(
        name,
        name.Split('-')[0],
        name.Split('-')[1],
        new WarmRoundsResult
        {
            Requests = 1,
            Errors = 0,
            ErrorsByKind = new Dictionary<RequestError, int>(),
            LatencyMicroseconds = LatencySummary.From([p50]),
        },
        null);
}
