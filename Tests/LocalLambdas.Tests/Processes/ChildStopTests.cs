using LocalLambdas.Processes;
using Testing;

namespace LocalLambdas.Tests.Processes;

public sealed class ChildStopTests
{
    public ChildStopTests() => Shell.SkipWhereThereIsNone();

    [Fact]
    public async Task Stop_is_a_request_that_the_child_may_answer_in_its_way()
    {
        using Shell shell = Shell.Run("trap 'echo bye; exit 5' TERM; echo ready; while :; do sleep 0.01; done");
        await shell.FirstLines(1);
        shell.Process.RequestStop();

        Assert.Equal(new ChildExit(5, null), await shell.Exit());
        Assert.Equal("bye", (await shell.AllLines())[^1]);
    }

    [Fact]
    public async Task Stop_ends_a_child_that_knows_nothing_of_it()
    {
        using Shell shell = Shell.Run("echo ready; exec sleep 1000");
        await shell.FirstLines(1);
        shell.Process.RequestStop();

        Assert.Equal(new ChildExit(null, 15), await shell.Exit());
    }

    [Fact]
    public async Task Stop_reaches_what_the_child_has_started()
    {
        using Shell shell = Shell.Run("trap : TERM; (trap 'echo told; exit' TERM; echo ready; while :; do sleep 0.01; done) & wait; wait");
        await shell.FirstLines(1);
        shell.Process.RequestStop();

        Assert.Contains("told", await shell.AllLines());
    }

    [Fact]
    public async Task Kill_ends_a_child_that_ignores_the_request_and_its_tree()
    {
        using Shell shell = Shell.Run("trap '' TERM; (sleep 1000 & echo $!; wait) & sleep 1000 & echo $!; wait");
        int[] grandchildren = [.. (await shell.FirstLines(2)).Select(line => int.Parse(line, null))];
        shell.Process.RequestStop();
        Assert.All(grandchildren, id => Assert.True(SystemProcesses.IsRunning(id)));
        shell.Process.Kill();

        Assert.Equal(new ChildExit(null, 9), await shell.Exit());
        foreach (int id in grandchildren)
            await Eventually.True(() => !SystemProcesses.IsRunning(id), $"end of {id}");
    }

    [Fact]
    public async Task Kill_ends_a_stopped_child()
    {
        using Shell shell = Shell.Run("echo ready; kill -s STOP $$");
        await shell.FirstLines(1);
        shell.Process.Kill();

        Assert.Equal(new ChildExit(null, 9), await shell.Exit());
    }

    [Fact]
    public async Task Dispose_kills()
    {
        Shell shell = Shell.Run("exec sleep 1000");
        shell.Dispose();

        Assert.Equal(new ChildExit(null, 9), await shell.Exit());
    }

    [Fact]
    public async Task Stop_and_kill_of_one_that_is_gone_do_nothing()
    {
        using Shell shell = Shell.Run("exit 4");
        await shell.Exit();
        shell.Process.RequestStop();
        shell.Process.Kill();

        Assert.Equal(new ChildExit(4, null), await shell.Exit());
    }
}
