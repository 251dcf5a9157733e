using LocalLambdas.Messages;
using LocalLambdas.Telemetry;

namespace LocalLambdas.Tests.Telemetry;

public class ServerTimingHeaderTests
{
    [Theory]
    [InlineData("handler;dur=1.5", 1.5), InlineData("db;dur=9, handler;desc=\"x\";dur=0.25", 0.25), InlineData("handler; DUR=\"2\"", 2d)]
    [InlineData("handler", null), InlineData("handlers;dur=1", null), InlineData("handler;dur=-1", null), InlineData("handler;dur=1e9", null)]
    [InlineData("handler;dur=99999999999999999999999", null), InlineData("db;handler;dur=1", null), InlineData("", null)]
    public void The_services_own_time_is_read(string value, double? milliseconds) =>
        Assert.Equal(milliseconds, ServerTimingHeader.HandlerIn([new("A", "b"), new("server-timing", value)])?.TotalMilliseconds);

    [Fact]
    public void What_concerns_one_call_is_taken_out_of_the_answer()
    {
        var response = new LambdaResponse(200, [new("A", "1"), new("Server-Timing", "handler;dur=1"), new("A", "2")], default);

        Assert.Equal([new("A", "1"), new("A", "2")], ServerTimingHeader.RemoveFrom(response).Headers);
    }
}
