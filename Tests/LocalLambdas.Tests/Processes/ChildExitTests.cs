using LocalLambdas.Processes;
using Testing;

namespace LocalLambdas.Tests.Processes;

public sealed class ChildExitTests
{
    public ChildExitTests() => Shell.SkipWhereThereIsNone();

    [Theory]
    [InlineData("exit 0", 0, null)]
    [InlineData("exit 3", 3, null)]
    [InlineData("exit 255", 255, null)]
    [InlineData("kill -s KILL $$", null, 9)]
    [InlineData("kill -s TERM $$", null, 15)]
    public async Task Code_or_signal_is_reported(string script, int? code, int? signal)
    {
        using Shell shell = Shell.Run(script);

        Assert.Equal(new ChildExit(code, signal), await shell.Exit());
    }

    [Fact]
    public async Task A_process_that_ended_leaves_no_zombie()
    {
        Shell.SkipWithoutProc();
        using Shell shell = Shell.Run("exit 0");
        await shell.Exit();

        Assert.Null(SystemProcesses.State(shell.Process.Id));
    }

    [Fact]
    public async Task Children_of_others_are_theirs_to_reap()
    {
        using System.Diagnostics.Process other = System.Diagnostics.Process.Start("/bin/sh", ["-c", "exit 7"]);
        await Shell.Output("exit 0");
        await other.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(7, other.ExitCode);
    }

    [Fact]
    public async Task What_the_process_left_behind_ends_with_it_and_does_not_delay_its_exit()
    {
        using Shell shell = Shell.Run("sleep 1000 & echo $!");
        Assert.Equal(new ChildExit(0, null), await shell.Exit());
        IReadOnlyList<string> lines = await shell.AllLines();

        int grandchild = int.Parse(Assert.Single(lines), null);
        await Eventually.True(() => !SystemProcesses.IsRunning(grandchild), "end of the grandchild");
    }

    [Fact]
    public async Task One_who_left_the_group_ends_with_the_process()
    {
        Shell.SkipWithoutProc();
        Assert.SkipUnless(File.Exists("/usr/bin/setsid"), "needs setsid");
        using Shell shell = Shell.Run("setsid sleep 1000 & while ! kill -s 0 -- -$! 2>/dev/null; do :; done; echo $!");
        Assert.Equal(new ChildExit(0, null), await shell.Exit());
        int escaped = int.Parse(Assert.Single(await shell.AllLines()), null);

        await Eventually.True(() => !SystemProcesses.IsRunning(escaped), "end of the one who left");
    }

    [Fact]
    public async Task One_who_left_group_and_environment_and_keeps_the_output_open_delays_nothing()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/setsid"), "needs setsid");
        using Shell shell = Shell.Run("env -i setsid sleep 1000 & while ! kill -s 0 -- -$! 2>/dev/null; do :; done; echo $!");
        Assert.Equal(new ChildExit(0, null), await shell.Exit());
        int escaped = int.Parse(Assert.Single(await shell.AllLines()), null);

        Assert.True(SystemProcesses.IsRunning(escaped));
        System.Diagnostics.Process.GetProcessById(escaped).Kill();
    }
}
