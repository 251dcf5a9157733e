using System.Runtime.CompilerServices;
using LocalLambdas.Hosting;
using LocalLambdas.Tests.Lambdas;
using LocalLambdas.Tests.Telemetry;

namespace LocalLambdas.Tests.Hosting;

/// <summary>Alone, as what another test allocates leads to collections as well.</summary>
[Collection(ListensAlone.Name)]
public class IdleMemoryTests
{
    [Fact]
    public void What_a_load_has_left_behind_is_collected_when_it_has_passed()
    {
        var time = new ManualTime();
        var allocated = 0L;
        using var memory = new IdleMemory(time, () => allocated);
        var left = LeaveBehind();

        // More than lives in the process of the tests, whatever else runs in it.
        allocated = long.MaxValue / 2;
        time.Advance(IdleMemory.Period);
        Assert.True(left.IsAlive);
        time.Advance(IdleMemory.Period);
        Assert.False(left.IsAlive);
    }

    // So large that it is in the oldest generation at once: no collection but a full one frees it.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference LeaveBehind() => new(new byte[1024 * 1024]);
}
