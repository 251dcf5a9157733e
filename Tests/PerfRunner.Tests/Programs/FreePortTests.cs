using System.Globalization;
using PerfRunner.Programs;

namespace PerfRunner.Tests.Programs;

public sealed class FreePortTests
{
    [Fact]
    public void Ports_that_are_chosen_together_differ() => Assert.Equal(100, FreePort.Choose(100).Distinct().Count());

    // Everything on the machine that connects somewhere takes one of those (man 7 ip).
    [Fact]
    public async Task A_port_is_none_that_the_system_gives_to_outgoing_connections()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Linux alone says in a file which these are.");
        string[] range = (await File.ReadAllTextAsync("/proc/sys/net/ipv4/ip_local_port_range", TestContext.Current.CancellationToken)).Split();
        Assert.SkipUnless(int.Parse(range[0], CultureInfo.InvariantCulture) > 32_767, "This machine gives lower ports to outgoing connections.");

        Assert.All(FreePort.Choose(100), port => Assert.InRange(port, 1024, 32_767));
    }
}
