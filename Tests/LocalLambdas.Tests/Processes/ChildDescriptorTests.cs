using LocalLambdas.Processes;
using LocalLambdas.Tests.Telemetry;
using Testing;

namespace LocalLambdas.Tests.Processes;

/// <summary>Alone, as the descriptors of the whole process are counted.</summary>
[Collection(ListensAlone.Name)]
public sealed class ChildDescriptorTests
{
    // What tests before have left to the finalizer may still be closed, and the runtime may open an assembly.
    private const int Few = 5;

    public ChildDescriptorTests() => Shell.SkipWithoutProc();

    [Fact]
    public async Task Two_hundred_starts_leak_no_descriptor()
    {
        await Shell.Output("exit 0");
        int before = SystemProcesses.OpenDescriptors();
        for (int i = 0; i < 10; i++)
            await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Shell.Output("echo hello")));

        await Eventually.True(() => SystemProcesses.OpenDescriptors() <= before + Few, "the number of descriptors as before");
    }

    [Fact]
    public void A_failed_start_leaks_no_descriptor()
    {
        Fail();
        int before = SystemProcesses.OpenDescriptors();
        for (int i = 0; i < 100; i++)
            Fail();

        Assert.InRange(SystemProcesses.OpenDescriptors(), 0, before + Few);

        static void Fail() => Assert.Throws<ChildProcessException>(() => Shell.Run(new ChildProcessStart("/missing/executable", [], "/", new Dictionary<string, string>())));
    }
}
