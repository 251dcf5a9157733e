using PerfRunner.Peers.Measuring;
using PerfRunner.Peers.Results;
using PerfRunner.Peers.Starting;

namespace PerfRunner.Tests.Peers.Measuring;

public sealed class ResidentMemoryTests
{
    private const int Bytes = 128 * 1024 * 1024;

    private static readonly RunningPeer This = new("this", "1", "as it is", []) { ProcessIds = [Environment.ProcessId] };

    [Fact]
    public async Task Memory_is_read_right_after_the_rounds_and_again_when_all_have_been_idle()
    {
        byte[] taken = [];
        TimeSpan waited = default;
        ResidentMemory memory = new((pause, _) =>
        {
            waited = pause;
            taken = Take();
            return Task.CompletedTask;
        });

        Participant read = Assert.Single(await memory.ReadAsync([This], TestContext.Current.CancellationToken));
        GC.KeepAlive(taken);

        Assert.Equal(("this", "1", "as it is"), (read.Name, read.Version, read.Setup));
        Assert.True(read.IdleResidentBytes - read.ResidentBytes > Bytes / 2);
        Assert.Equal(ResidentMemory.Idle, waited);
    }

    [Fact]
    public async Task Who_has_no_process_of_its_own_has_no_memory()
    {
        ResidentMemory memory = new((_, _) => Task.CompletedTask);

        Participant read = Assert.Single(await memory.ReadAsync([This with { ProcessIds = [] }], TestContext.Current.CancellationToken));

        Assert.Equal((null, null), (read.ResidentBytes, read.IdleResidentBytes));
    }

    /// <summary>It is resident once it has been written to.</summary>
    private static byte[] Take()
    {
        byte[] memory = new byte[Bytes];
        Array.Fill(memory, (byte)1);
        return memory;
    }
}
