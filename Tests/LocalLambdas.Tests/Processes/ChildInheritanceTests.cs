using System.Globalization;
using System.Runtime.Versioning;
using LocalLambdas.Processes.Unix;

namespace LocalLambdas.Tests.Processes;

[UnsupportedOSPlatform("windows")]
public sealed class ChildInheritanceTests
{
    public ChildInheritanceTests() => Shell.SkipWithoutProc();

    [Fact]
    public async Task A_child_has_no_descriptor_but_the_three()
    {
        // Kept open without close-on-exec, as one inherited from a shell would be
        Assert.True(LibC.TryCreatePipe(out int readEnd, out int writeEnd));
        Assert.Equal(0, LibC.Fcntl(readEnd, LibC.F_SETFD, 0));
        IReadOnlyList<string> descriptors = await Shell.Output(
            "i=0; while [ $i -lt 1000 ]; do if [ -e /proc/$$/fd/$i ]; then echo $i; fi; i=$((i + 1)); done");
        _ = LibC.Close(readEnd);
        _ = LibC.Close(writeEnd);

        Assert.Equal(["0", "1", "2"], descriptors);
    }

    [Fact]
    public async Task A_child_ignores_and_blocks_no_signal()
    {
        IReadOnlyList<string> status = await Shell.Output("exec cat /proc/self/status");

        Assert.Equal(0UL, Mask(status, "SigIgn"));
        Assert.Equal(0UL, Mask(status, "SigBlk"));
    }

    [Fact]
    public void This_process_ignores_a_signal_that_a_child_must_not() =>
        Assert.NotEqual(0UL, Mask(File.ReadAllLines("/proc/self/status"), "SigIgn"));

    [Fact]
    public async Task A_child_leads_a_group_of_its_own()
    {
        string[] stat = (await Shell.Output("exec cat /proc/self/stat"))[0].Split(' ');

        Assert.Equal(stat[0], stat[4]);
    }

    /// <summary>The standard signals, 1 to 31: glibc lets every child ignore the two that it uses for its own threads.</summary>
    private static ulong Mask(IEnumerable<string> status, string name)
    {
        string line = status.Single(line => line.StartsWith(name, StringComparison.Ordinal));
        return ulong.Parse(line[(name.Length + 1)..].Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture) & 0x7FFF_FFFF;
    }
}
