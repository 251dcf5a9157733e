using LocalLambdas.Telemetry;
using Microsoft.Extensions.Primitives;

namespace LocalLambdas.Tests.Telemetry;

public class PreferHeaderTests
{
    [Theory]
    [InlineData("server-timing", true), InlineData("Server-Timing", true), InlineData("respond-async, wait=10 ,server-timing;x=1", true)]
    [InlineData("wait=10|server-timing", true)]
    [InlineData("", false), InlineData("server-timings", false), InlineData("wait=server-timing", false), InlineData(",;=,", false)]
    public void Is_understood(string values, bool asks) => Assert.Equal(asks, PreferHeader.AsksForServerTiming(new(values.Split('|'))));

    [Fact]
    public void Is_understood_without_allocation()
    {
        StringValues values = "respond-async, wait=10";
        Assert.False(PreferHeader.AsksForServerTiming(values));

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++) PreferHeader.AsksForServerTiming(values);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }
}
