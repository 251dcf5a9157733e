using System.Diagnostics;
using PerfRunner.Sampling;

namespace PerfRunner.Tests.Sampling;

public sealed class ProcessSamplerTests
{
    private const int NoProcess = 2_000_000_000;

    // The runtime adds two times that are cut to ticks of 10 ms, without what other threads have used since their last tick.
    private const double Ticks = 0.05;

    [Fact]
    public void A_process_that_works_uses_processor_time_and_holds_memory()
    {
        ProcessSample before = ProcessSampler.Read(Environment.ProcessId)!.Value;
        double usedByRuntime = Process.GetCurrentProcess().TotalProcessorTime.TotalSeconds;
        ProcessSample after;
        do
        {
            after = ProcessSampler.Read(Environment.ProcessId)!.Value;
        }
        while (after.CpuSeconds < before.CpuSeconds + 0.02);

        Assert.True(after.ResidentBytes > 1_000_000);
        Assert.InRange(usedByRuntime, before.CpuSeconds - Ticks, after.CpuSeconds + Ticks);
    }

    [Fact]
    public void Memory_is_what_the_runtime_says_too()
    {
        long working = Environment.WorkingSet;

        Assert.InRange(ProcessSampler.Read(Environment.ProcessId)!.Value.ResidentBytes, working * 0.5, working * 2);
    }

    [Fact]
    public void Several_are_known_together_when_each_is()
    {
        double one = ProcessSampler.CpuSecondsOf([Environment.ProcessId])!.Value;
        double two = ProcessSampler.CpuSecondsOf([Environment.ProcessId, Environment.ProcessId])!.Value;

        Assert.True(two >= 2 * one);
        Assert.Null(ProcessSampler.CpuSecondsOf([Environment.ProcessId, NoProcess]));
        Assert.Null(ProcessSampler.CpuSecondsOf([]));
    }

    [Fact]
    public void A_process_that_does_not_exist_has_no_sample() => Assert.Null(ProcessSampler.Read(NoProcess));
}
