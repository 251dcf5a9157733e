using LocalLambdas.Processes;
using Testing;

namespace LocalLambdas.Tests.Processes;

public sealed class ChildOutputTests
{
    public ChildOutputTests() => Shell.SkipWhereThereIsNone();

    [Fact]
    public async Task Both_outputs_arrive_in_order_with_the_unterminated_last_line()
    {
        Assert.Equal(["one", "two", "", "three"], await Shell.Output("echo one; echo two >&2; echo; printf three"));
    }

    [Fact]
    public async Task Lines_arrive_while_the_child_runs()
    {
        using Shell shell = Shell.Run("echo ready; exec sleep 1000");

        Assert.Equal(["ready"], await shell.FirstLines(1));
        Assert.False(shell.Process.Exited.IsCompleted);
    }

    [Fact]
    public async Task A_flood_is_drained_to_its_last_byte()
    {
        const int lines = 10 * 1024 * 1024 / 64;
        IReadOnlyList<string> output = await Shell.Output(
            $"yes 012345678901234567890123456789012345678901234567890123456789abc | head -n {lines}; echo end");

        Assert.Equal(lines + 1, output.Count);
        Assert.All(output.SkipLast(1), line => Assert.Equal(63, line.Length));
        Assert.Equal("end", output[^1]);
    }

    [Fact]
    public async Task A_flood_does_not_stop_the_child_when_the_consumer_hangs()
    {
        using ManualResetEventSlim hanging = new();
        const int written = 3_000_000;
        int seen = 0;
        using ChildProcess child = ChildProcess.Start(Shell.Command($"yes | head -n {written}"), _ =>
        {
            hanging.Wait();
            seen++;
        });
        try
        {
            Assert.Equal(new ChildExit(0, null), await Eventually.Within(child.Exited));
            Assert.False(child.OutputEnded.IsCompleted);
        }
        finally
        {
            hanging.Set();
        }

        await Eventually.Within(child.OutputEnded);
        Assert.InRange(seen, 1, written / 2);
    }

    [Fact]
    public async Task One_who_hangs_does_not_hold_up_the_output_of_another()
    {
        using ManualResetEventSlim hanging = new();
        using ChildProcess child = ChildProcess.Start(Shell.Command("yes | head -n 3000000"), _ => hanging.Wait());
        try
        {
            Assert.Equal(["here"], await Shell.Output("echo here"));
        }
        finally
        {
            hanging.Set();
        }

        await Eventually.Within(child.OutputEnded);
    }

    [Fact]
    public async Task Input_is_at_its_end()
    {
        Assert.Equal(["end"], await Shell.Output("read -r line || echo end"));
    }
}
