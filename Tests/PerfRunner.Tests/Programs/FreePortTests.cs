using PerfRunner.Programs;

namespace PerfRunner.Tests.Programs;

public sealed class FreePortTests
{
    [Fact]
    public void Ports_that_are_chosen_together_differ() => Assert.Equal(100, FreePort.Choose(100).Distinct().Count());
}
