using PerfRunner.Sampling;

namespace PerfRunner.Tests.Sampling;

public sealed class ProportionalMemoryTests
{
    [Fact]
    public void The_kernels_line_is_in_kibibytes()
    {
        string[] rollup =
        [
            "55d1c0a00000-7ffd3a5f7000 ---p 00000000 00:00 0                          [rollup]",
            "Rss:                5232 kB",
            "Pss:                2617 kB",
            "Pss_Dirty:           512 kB",
        ];

        Assert.Equal(2617 * 1024, ProportionalMemory.Parse(rollup));
        Assert.Null(ProportionalMemory.Parse(rollup[..2]));
    }

    [Fact]
    public void A_process_has_some_and_one_that_is_gone_has_none()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux tells it");

        long own = ProportionalMemory.Read(Environment.ProcessId)!.Value;
        Assert.InRange(own, 1, Environment.WorkingSet * 2);
        Assert.Null(ProportionalMemory.Read(int.MaxValue));
    }
}
