using PerfRunner.Peers;
using PerfRunner.Peers.Floor;
using PerfRunner.Tests.Fakes;

namespace PerfRunner.Tests.Peers.Floor;

public sealed class CProgramTests
{
    [Fact]
    public async Task A_compiler_that_cannot_be_started_is_named()
    {
        using TemporaryDirectory directory = new();

        PeerException exception = await Assert.ThrowsAsync<PeerException>(
            () => new CProgram("no-such-compiler").CompileAsync(CProgram.PassThrough, directory.Path, TestContext.Current.CancellationToken));

        Assert.StartsWith("no-such-compiler: ", exception.Message, StringComparison.Ordinal);
    }
}
