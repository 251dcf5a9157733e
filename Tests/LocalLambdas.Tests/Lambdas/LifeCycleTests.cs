using LocalLambdas.Lambdas;

namespace LocalLambdas.Tests.Lambdas;

/// <summary>Every event in every state: what follows, or that it is refused.</summary>
public sealed class LifeCycleTests
{
    private static readonly Dictionary<LambdaState, Action<LifeCycle>> Ways = new()
    {
        [LambdaState.Cold] = _ => { },
        [LambdaState.Starting] = life => life.StartBegins(),
        [LambdaState.Failed] = life =>
        {
            life.StartBegins();
            life.StartFailed();
        },
        [LambdaState.Running] = life =>
        {
            life.StartBegins();
            life.Started(Instance());
        },
        [LambdaState.Stopping] = life =>
        {
            life.StartBegins();
            life.Started(Instance());
            life.TryBeginStop(life.Running!);
        },
    };

    // False is a refusal: an exception, or the answer false of what may come too late.
    private static readonly Dictionary<string, Func<LifeCycle, bool>> Events = new()
    {
        ["StartBegins"] = life => Done(life.StartBegins),
        ["Started"] = life => Done(() => life.Started(Instance())),
        ["StartFailed"] = life => Done(life.StartFailed),
        ["StartGivenUp"] = life => Done(life.StartGivenUp),
        ["Stop"] = life => life.TryBeginStop(Current(life)),
        ["Stop of another"] = life => life.TryBeginStop(Instance()),
        ["Stopped"] = life => Done(() => life.Stopped(Current(life), hasFailed: false)),
        ["Stopped after a failure"] = life => Done(() => life.Stopped(Current(life), hasFailed: true)),
        ["Stopped another"] = life => Done(() => life.Stopped(Instance(), hasFailed: false)),
        ["Leave"] = life => life.TryLeave(Current(life)),
        ["Leave of another"] = life => life.TryLeave(Instance()),
        ["TookSpare"] = life => Done(() => life.TookSpare(Instance())),
        ["End in order"] = life => life.TryEnd(Current(life), hasFailed: false),
        ["End by failure"] = life => life.TryEnd(Current(life), hasFailed: true),
        ["End of another"] = life => life.TryEnd(Instance(), hasFailed: true),
    };

    // What is not here is refused.
    private static readonly Dictionary<(LambdaState From, string What), LambdaState> Transitions = new()
    {
        [(LambdaState.Cold, "StartBegins")] = LambdaState.Starting,
        [(LambdaState.Failed, "StartBegins")] = LambdaState.Starting,
        [(LambdaState.Cold, "TookSpare")] = LambdaState.Running,
        [(LambdaState.Failed, "TookSpare")] = LambdaState.Running,
        [(LambdaState.Stopping, "TookSpare")] = LambdaState.Running,
        [(LambdaState.Starting, "Started")] = LambdaState.Running,
        [(LambdaState.Starting, "StartFailed")] = LambdaState.Failed,
        [(LambdaState.Starting, "StartGivenUp")] = LambdaState.Cold,
        [(LambdaState.Running, "Stop")] = LambdaState.Stopping,
        [(LambdaState.Running, "Leave")] = LambdaState.Cold,
        [(LambdaState.Stopping, "Stopped")] = LambdaState.Cold,
        [(LambdaState.Stopping, "Stopped after a failure")] = LambdaState.Failed,
        [(LambdaState.Running, "End in order")] = LambdaState.Cold,
        [(LambdaState.Running, "End by failure")] = LambdaState.Failed,
    };

    public static TheoryData<string, string> EveryEventInEveryState =>
        [.. from state in Enum.GetValues<LambdaState>() from what in Events.Keys select (state.ToString(), what)];

    [Theory]
    [MemberData(nameof(EveryEventInEveryState))]
    public void Leads_where_it_should_or_is_refused_and_changes_nothing(string state, string what)
    {
        var from = Enum.Parse<LambdaState>(state);
        var life = In(from);
        var before = (life.Running, life.Ending.SingleOrDefault());

        var isAccepted = Events[what](life);

        Assert.Equal(Transitions.ContainsKey((from, what)), isAccepted);
        Assert.Equal(Transitions.GetValueOrDefault((from, what), from), life.State);
        if (!isAccepted) Assert.Equal(before, (life.Running, life.Ending.SingleOrDefault()));
    }

    [Theory]
    [MemberData(nameof(EveryEventInEveryState))]
    public void Has_a_process_in_the_states_that_say_so_and_in_no_other(string state, string what)
    {
        var life = In(Enum.Parse<LambdaState>(state));

        Events[what](life);

        Assert.Equal(life.State is LambdaState.Running, life.Running is not null);
        Assert.Equal(life.State is LambdaState.Stopping || (state, what) is ("Stopping", "TookSpare"), life.Ending.Count > 0);
    }

    [Theory]
    [InlineData("Cold", "Start", "GoAway")]
    [InlineData("Failed", "Start", "GoAway")]
    [InlineData("Starting", "WaitForStart", "GoAway")]
    [InlineData("Running", "Enter", "Enter")]
    [InlineData("Stopping", "WaitForEnd", "GoAway")]
    public void Tells_a_request_what_to_do(string state, string next, string whenStartsAreRefused)
    {
        var life = In(Enum.Parse<LambdaState>(state));
        Assert.Equal(next, life.Next.ToString());

        life.RefuseStarts();
        Assert.Equal(whenStartsAreRefused, life.Next.ToString());
    }

    [Fact]
    public void A_process_that_has_ended_is_not_entered_before_its_end_is_noticed()
    {
        var life = In(LambdaState.Running);
        var instance = life.Running!;

        instance.Process.Kill();
        Assert.Equal(NextStep.WaitForEnd, life.Next);

        life.TryEnd(instance, hasFailed: true);
        Assert.Equal(NextStep.Start, life.Next);
    }

    [Fact]
    public void A_spare_serves_while_the_former_process_is_stopped_and_may_be_stopped_itself()
    {
        var life = In(LambdaState.Stopping);
        var former = life.Ending.Single();
        var spare = Instance();

        life.TookSpare(spare);
        Assert.Equal((LambdaState.Running, spare), (life.State, life.Running));
        life.TryBeginStop(spare);
        Assert.Equal([former, spare], life.Ending);

        life.Stopped(former, hasFailed: false);
        Assert.Equal(LambdaState.Stopping, life.State);
        life.Stopped(spare, hasFailed: false);
        Assert.Equal(LambdaState.Cold, life.State);
    }

    [Fact]
    public void Who_left_long_ago_is_not_waited_for_when_its_successor_is_stopped()
    {
        var life = In(LambdaState.Running);
        var former = life.Running!;
        life.TryLeave(former);
        life.StartBegins();
        life.Started(Instance());
        var successor = life.Running!;
        life.TryBeginStop(former);
        life.TryBeginStop(successor);

        life.Stopped(successor, hasFailed: false);
        Assert.Equal((LambdaState.Cold, NextStep.Start), (life.State, life.Next));
        life.Stopped(former, hasFailed: true);
        Assert.Equal(LambdaState.Cold, life.State);
    }

    [Fact]
    public void One_that_has_left_lingers_from_its_last_request_until_it_is_gone()
    {
        var life = In(LambdaState.Running);
        var instance = life.Running!;
        instance.Gate.TryEnter();
        life.TryLeave(instance);
        Assert.Equal(0, life.Lingering);

        instance.Leave();
        Assert.Equal(1, life.Lingering);
        life.TryBeginStop(instance);
        Assert.Equal(1, life.Lingering);

        life.Stopped(instance, hasFailed: false);
        Assert.Equal(0, life.Lingering);
    }

    [Fact]
    public void The_end_of_the_former_process_changes_nothing_for_the_spare()
    {
        var life = In(LambdaState.Stopping);
        var former = life.Ending.Single();
        var spare = Instance();
        life.TookSpare(spare);

        life.Stopped(former, hasFailed: true);

        Assert.Equal((LambdaState.Running, spare), (life.State, life.Running));
        Assert.Empty(life.Ending);
    }

    [Fact]
    public void A_process_that_has_left_ends_or_is_stopped_whatever_the_next_one_does()
    {
        var life = In(LambdaState.Running);
        var first = life.Running!;
        Assert.True(life.TryLeave(first));
        life.StartBegins();
        life.Started(Instance());
        var second = life.Running!;
        Assert.True(life.TryLeave(second));
        life.StartBegins();
        Assert.Equal([first, second], life.Leaving);

        Assert.True(life.TryEnd(first, hasFailed: true));
        Assert.True(life.TryBeginStop(second));
        Assert.Equal((LambdaState.Starting, 0), (life.State, life.Leaving.Count));
        Assert.False(life.TryEnd(first, hasFailed: true) || life.TryBeginStop(first) || life.TryEnd(second, hasFailed: true));
        life.Stopped(second, hasFailed: true);
        Assert.Equal(LambdaState.Starting, life.State);
    }

    [Theory]
    [InlineData("Cold")]
    [InlineData("Failed")]
    [InlineData("Stopping")]
    public void No_spare_is_taken_when_starts_are_refused(string state)
    {
        var life = In(Enum.Parse<LambdaState>(state));
        Assert.True(life.MayTakeSpare);
        life.RefuseStarts();

        Assert.False(life.MayTakeSpare);
        Assert.Throws<InvalidOperationException>(() => life.TookSpare(Instance()));
    }

    [Theory]
    [InlineData("Cold")]
    [InlineData("Failed")]
    public void Nothing_starts_when_starts_are_refused(string state)
    {
        var life = In(Enum.Parse<LambdaState>(state));
        life.RefuseStarts();

        Assert.Throws<InvalidOperationException>(life.StartBegins);
    }

    private static LambdaInstance Current(LifeCycle life) => life.Running ?? life.Ending.FirstOrDefault() ?? Instance();

    private static LifeCycle In(LambdaState state)
    {
        var life = new LifeCycle();
        Ways[state](life);
        Assert.Equal(state, life.State);
        return life;
    }

    private static bool Done(Action change)
    {
        try
        {
            change();
            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    private static LambdaInstance Instance() => new(new FakeProcess(1), new FakeTransport(), new(TimeProvider.System), TimeProvider.System);
}
