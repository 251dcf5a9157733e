using PerfRunner.Flavors;
using PerfRunner.Tests.Fakes;

namespace PerfRunner.Tests.Flavors;

public sealed class ProgramSizeTests
{
    [Fact]
    public void What_it_runs_with_counts_and_what_is_for_developers_does_not()
    {
        using TemporaryDirectory directory = new();
        string program = directory.Write("Service", "1");
        directory.Write("Service.dll", "22");
        directory.Write("runtimes/native.so", "333");
        foreach (string name in (string[])["Service.pdb", "Service.xml", "Service.dbg", "Service.dSYM/Contents/Info", "Service.staticwebassets.endpoints.json"])
        {
            directory.Write(name, "not counted");
        }

        Assert.Equal(6, ProgramSize.Of(program));
    }
}
