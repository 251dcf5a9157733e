using PerfRunner.Environments;
using PerfRunner.Results;
using PerfRunner.Tests.Fakes;

namespace PerfRunner.Tests.Environments;

public sealed class EnvironmentTests
{
    [Fact]
    public void The_machine_is_described()
    {
        EnvironmentInfo environment = EnvironmentCollector.Collect();

        Assert.NotEmpty(environment.Machine);
        Assert.NotEmpty(environment.Processor);
        Assert.NotEmpty(environment.OperatingSystem);
        Assert.Contains(".NET", environment.Runtime, StringComparison.Ordinal);
        Assert.True(environment.LogicalProcessors > 0);
        Assert.True(environment.MemoryBytes > 0);
        Assert.Equal(!OperatingSystem.IsWindows(), environment.LoadAverage >= 0);
    }

    [Theory]
    [InlineData("processor\t: 0\nmodel\t\t: 85\nmodel name\t: A Processor\nmodel name\t: Another", "A Processor")]
    [InlineData("processor\t: 0\nBogoMIPS\t: 1\n\nModel\t\t: Small Board", "Small Board")]
    [InlineData("nothing known", null)]
    public void The_processor_is_the_first_one_named(string cpuInfo, string? expected) =>
        Assert.Equal(expected, ProcessorName.FromCpuInfo(cpuInfo.Split('\n')));

    [Fact]
    public void Release_builds_and_native_programs_are_no_debug_builds()
    {
        using TemporaryDirectory directory = new();
        string native = directory.Write("native", "x");

        Assert.Empty(DebugBuilds.Among([typeof(EnvironmentInfo).Assembly.Location, native, "does-not-exist"]));
    }
}
