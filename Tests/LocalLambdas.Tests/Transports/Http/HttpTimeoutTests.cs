using System.IO.Pipelines;
using LocalLambdas.Transports;
using LocalLambdas.Transports.Http;
using static LocalLambdas.Tests.Transports.Http.TransportFixture;

namespace LocalLambdas.Tests.Transports.Http;

public sealed class HttpTimeoutTests : IDisposable
{
    // Enough for the request to be sent also on a busy machine.
    private const int Milliseconds = 2000;

    private readonly TransportFixture _fixture = new(TimeSpan.FromMilliseconds(Milliseconds));

    [Theory]
    [InlineData(""), InlineData("HTTP/1.1 200 OK\r\n"), InlineData("HTTP/1.1 100 Continue\r\n\r\n"), InlineData("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nhi")]
    [InlineData("HTTP/1.1 200 OK\r\n\r\nhi"), InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nh")]
    public async Task A_service_that_does_not_go_on_is_given_up(string begin)
    {
        var sending = _fixture.SendAsync();
        using var connection = await _fixture.Service.AcceptAsync();
        await connection.ReadHeadAsync();
        await connection.SendAsync(begin);

        Assert.Equal(TransportError.TimedOut, (await Assert.ThrowsAsync<TransportException>(async () => await TextAsync(await sending))).Error);
        Assert.Equal("", await connection.ReadAsync());
    }

    [Fact]
    public async Task A_service_that_takes_nothing_of_the_request_is_given_up()
    {
        var body = new Pipe(new(pauseWriterThreshold: 0));
        await body.Writer.WriteAsync(new byte[50_000_000], TestContext.Current.CancellationToken);
        var sending = _fixture.SendAsync(Request(body, null));
        using var connection = await _fixture.Service.AcceptAsync();

        Assert.Equal(TransportError.TimedOut, (await Assert.ThrowsAsync<TransportException>(() => sending)).Error);
    }

    [Fact]
    public void A_deadline_passes_once_and_not_before()
    {
        var deadline = new HttpDeadline(TimeSpan.FromMilliseconds(Milliseconds));
        Assert.False(deadline.Expires(long.MaxValue - 1));
        deadline.Start();
        var now = Environment.TickCount64;

        Assert.False(deadline.Expires(now));
        Assert.True(deadline.Expires(now + Milliseconds));
        Assert.True(deadline.IsOver);
        Assert.False(deadline.Expires(now + Milliseconds));
        deadline.Start();
        Assert.False(deadline.Stop());
    }

    [Fact]
    public void A_deadline_that_was_stopped_does_not_pass()
    {
        var deadline = new HttpDeadline(TimeSpan.FromMilliseconds(Milliseconds));
        deadline.Start();

        Assert.True(deadline.Stop());

        Assert.False(deadline.Expires(Environment.TickCount64 + Milliseconds));
    }

    [Fact]
    public void Who_is_not_waited_for_has_all_his_time_afterwards()
    {
        var deadline = new HttpDeadline(TimeSpan.FromMilliseconds(Milliseconds));
        deadline.Start();
        var now = Environment.TickCount64;
        deadline.IsSuspended = true;
        Assert.False(deadline.Expires(now + Milliseconds));

        deadline.IsSuspended = false;

        Assert.False(deadline.Expires(now + (2 * Milliseconds) - 1));
        Assert.True(deadline.Expires(now + (2 * Milliseconds)));
    }

    public void Dispose() => _fixture.Dispose();
}
