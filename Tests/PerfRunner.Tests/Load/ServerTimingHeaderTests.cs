using PerfRunner.Load;

namespace PerfRunner.Tests.Load;

public sealed class ServerTimingHeaderTests
{
    [Theory]
    [InlineData("""received;desc="1234567.5", queue;dur=0, total;dur=1.25""", 1234567.5, "queue=0 total=1250")]
    [InlineData("""received;desc=12,total;dur="2" """, 12.0, "total=2000")]
    [InlineData("""TOTAL;desc="a;dur=9,b";DUR = 3 ,, ;dur=1""", null, "TOTAL=3000 =1000")]
    [InlineData("""total;dur=1;dur=2, total;dur=3""", null, "total=1000")]
    [InlineData("""received;desc="soon", total;dur=NaN, cache, handler;dur=""", null, "")]
    [InlineData("\"open, total;dur=1", null, "")]
    [InlineData("", null, "")]
    public void What_is_understood_is_read(string value, double? received, string durations)
    {
        ServerTiming timing = ServerTimingHeader.Read(value);

        Assert.Equal(received, timing.ReceivedMicroseconds);
        Assert.Equal(durations, string.Join(' ', timing.Durations.Select(pair => $"{pair.Key}={pair.Value}")));
    }

    [Fact]
    public void An_answer_may_have_several_and_the_next_answer_has_its_own()
    {
        ResponseParser parser = new();
        parser.Feed("HTTP/1.1 200 OK\r\nServer-Timing: received;desc=1\r\nserver-timing: total;dur=2\r\nContent-Length: 0\r\n\r\n"u8);

        Assert.Equal("received;desc=1, total;dur=2", parser.ServerTiming);

        parser.Reset();
        parser.Feed("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"u8);

        Assert.Null(parser.ServerTiming);
    }
}
