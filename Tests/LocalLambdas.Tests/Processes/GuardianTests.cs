using System.Runtime.Versioning;
using LocalLambdas.Processes;
using LocalLambdas.Processes.Unix;
using Testing;
using Testing.Processes;

namespace LocalLambdas.Tests.Processes;

[UnsupportedOSPlatform("windows")]
public sealed class GuardianTests
{
    private const int Termination = 15;

    public GuardianTests() => Shell.SkipWhereThereIsNone();

    [Fact]
    public async Task Kills_the_tree_of_a_child_when_its_owner_is_gone()
    {
        // Watched by nobody else: the end of a child that is watched would end its tree without any guardian
        DirectoryInfo directory = Directory.CreateTempSubdirectory("local_lambdas-");
        string file = Path.Combine(directory.FullName, "grandchild");
        int child = Spawn("trap '' TERM HUP INT; sleep 1000 & echo $! > \"$1.new\"; mv \"$1.new\" \"$1\"; wait", file);
        await Eventually.True(() => File.Exists(file), "the grandchild");
        int grandchild = int.Parse(await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken), null);
        directory.Delete(recursive: true);
        Guardian guardian = Guardian.TryStart()!;
        guardian.Add(child);
        guardian.Dispose();

        await Eventually.True(() => !SystemProcesses.IsRunning(grandchild), "end of the grandchild");
        ProcessGroup group = ProcessGroup.Watch(child);
        group.Check();
        Assert.Equal(new ChildExit(null, 9), await Eventually.Within(group.Exited));
        Assert.Equal(new ChildExit(0, null), await Eventually.Within(guardian.Exited));
    }

    [Fact]
    public async Task Leaves_alone_what_was_taken_off_its_list()
    {
        using Shell kept = Shell.Run("exec sleep 1000");
        using Shell removed = Shell.Run("exec sleep 1000");
        using Shell again = Shell.Run("exec sleep 1000");
        Guardian guardian = Guardian.TryStart()!;
        guardian.Add(removed.Process.Id);
        guardian.Add(again.Process.Id);
        guardian.Add(kept.Process.Id);
        guardian.Remove(removed.Process.Id);
        guardian.Remove(again.Process.Id);
        guardian.Add(again.Process.Id);
        guardian.Dispose();

        await kept.Exit();
        await again.Exit();
        await Eventually.Within(guardian.Exited);
        Assert.False(removed.Process.Exited.IsCompleted);
        Assert.True(SystemProcesses.IsRunning(removed.Process.Id));
    }

    [Fact]
    public async Task Ends_by_itself_with_an_empty_list()
    {
        Guardian guardian = Guardian.TryStart()!;
        Assert.False(guardian.IsLost);
        guardian.Dispose();

        Assert.Equal(new ChildExit(0, null), await Eventually.Within(guardian.Exited));
    }

    [Theory]
    [InlineData("TERM")]
    [InlineData("INT")]
    [InlineData("HUP")]
    public async Task Outlives_what_a_terminal_or_a_service_manager_sends(string signal)
    {
        using Shell shell = Shell.Run("exec sleep 1000");
        Guardian guardian = Guardian.TryStart()!;
        guardian.Add(shell.Process.Id);
        // The list is read after the trap is set
        await Eventually.True(() => IgnoresTermination(guardian.Id), "trap");
        await Shell.Output($"kill -s {signal} {guardian.Id}");
        guardian.Dispose();

        Assert.Equal(new ChildExit(null, 9), await shell.Exit());
    }

    [Fact]
    public async Task Abandoned_it_kills_nobody()
    {
        using Shell shell = Shell.Run("exec sleep 1000");
        Guardian guardian = Guardian.TryStart()!;
        guardian.Add(shell.Process.Id);
        guardian.Abandon();
        await Eventually.Within(guardian.Exited);

        Assert.True(guardian.IsLost);
        Assert.True(SystemProcesses.IsRunning(shell.Process.Id));
    }

    [Fact]
    public async Task When_it_was_killed_another_takes_over_all_that_still_run()
    {
        using Shell shell = Shell.Run("exec sleep 1000");
        using Shell removed = Shell.Run("exec sleep 1000");
        Guard guard = new();
        Assert.True(guard.Prepare());
        guard.Add(shell.Process.Id);
        guard.Add(removed.Process.Id);
        Guardian first = guard.Guardian!;
        await Shell.Output($"kill -s KILL {first.Id}");
        await Eventually.Within(first.Exited);
        guard.Remove(removed.Process.Id);
        Assert.True(guard.Prepare());
        Assert.NotSame(first, guard.Guardian);
        guard.Guardian!.Dispose();

        Assert.Equal(new ChildExit(null, 9), await shell.Exit());
        await Eventually.Within(guard.Guardian.Exited);
        Assert.True(SystemProcesses.IsRunning(removed.Process.Id));
    }

    [Fact]
    public async Task One_that_no_longer_reads_is_given_up_instead_of_waited_for()
    {
        Guardian guardian = Guardian.TryStart()!;
        await Shell.Output($"kill -s STOP {guardian.Id}");
        const int beyondAnyProcess = int.MaxValue;
        for (int i = 0; i < 100_000 && !guardian.IsLost; i++)
            guardian.Remove(beyondAnyProcess);

        Assert.True(guardian.IsLost);
        Assert.Equal(new ChildExit(null, 9), await Eventually.Within(guardian.Exited));
    }

    [Fact]
    public async Task Hundreds_that_came_and_went_leave_the_list_right()
    {
        using Shell shell = Shell.Run("exec sleep 1000");
        Guardian guardian = Guardian.TryStart()!;
        guardian.Add(shell.Process.Id);
        // Fewer than a pipe holds, so that none has to wait
        const int beyondAnyProcess = 1 << 30;
        for (int id = beyondAnyProcess; id < beyondAnyProcess + 500; id++)
        {
            guardian.Add(id);
            guardian.Remove(id);
        }

        Assert.False(guardian.IsLost);
        guardian.Dispose();

        Assert.Equal(new ChildExit(null, 9), await shell.Exit());
        Assert.Equal(new ChildExit(0, null), await Eventually.Within(guardian.Exited));
    }

    [Fact]
    public void Every_system_that_runs_these_tests_can_guard() => Assert.True(ChildProcess.Prepare());

    private static int Spawn(string script, string argument)
    {
        using SpawnFileActions actions = SpawnFileActions.Create();
        using NativeStrings arguments = new([], ["/bin/sh", "-c", script, "sh", argument]);
        using NativeStrings environment = InheritedEnvironment.With(new Dictionary<string, string>(), "");
        return Spawner.Spawn("/bin/sh", "/", arguments, environment, actions);
    }

    private static bool IgnoresTermination(int id) => !OperatingSystem.IsLinux() || SignalMasks.Contains(id, SignalMasks.Ignored, Termination);
}
