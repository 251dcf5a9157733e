using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using LocalLambdas.Hosting.FastPath;
using LocalLambdas.Tests.Caching;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace LocalLambdas.Tests.Hosting.FastPath;

/// <summary>A connection of which both ends are here; Kestrel's part is played by the tests.</summary>
public sealed class FastPathReaderTests : IDisposable
{
    private static readonly byte[] Request = Encoding.ASCII.GetBytes("GET /path?query HTTP/1.1\r\nHost: localhost:3000\r\nAccept: */*\r\n\r\n");

    // Everything happens on the thread of the test, so that its allocations can be counted
    private readonly Pipe _input = new(new(readerScheduler: PipeScheduler.Inline, writerScheduler: PipeScheduler.Inline, useSynchronizationContext: false));
    private readonly Pipe _output = new(new(readerScheduler: PipeScheduler.Inline, writerScheduler: PipeScheduler.Inline, useSynchronizationContext: false, pauseWriterThreshold: 0));
    private readonly CacheFixture _fixture = new();
    private readonly ConnectionPatience _patience;
    private readonly FastPathReader _reader;

    public FastPathReaderTests()
    {
        _patience = new(_fixture.Time, TimeSpan.FromSeconds(130), _input.Reader.CancelPendingRead, () => { });
        _reader = new(_input.Reader, _output.Writer, new(_fixture.Cache, longestHead: 1024), _patience);
    }

    public void Dispose()
    {
        _input.Writer.Complete();
        _output.Writer.Complete();
    }

    [Fact]
    public async Task A_hit_allocates_nothing()
    {
        await StoreAsync();
        var reading = _reader.ReadAsync(TestContext.Current.CancellationToken).AsTask();
        Exchange(100);

        var before = GC.GetAllocatedBytesForCurrentThread();
        Exchange(1000);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Equal(0, allocated);
        Assert.False(reading.IsCompleted);
        Assert.Equal(1100 + 1, _fixture.Cache.Snapshot().Hits);
    }

    [Fact]
    public async Task Requests_that_come_at_once_are_answered_at_once_and_in_order()
    {
        await StoreAsync();
        _ = _reader.ReadAsync(TestContext.Current.CancellationToken).AsTask();

        _fixture.Time.Advance(7);
        await _input.Writer.WriteAsync(Enumerable.Repeat(Request, 5).SelectMany(bytes => bytes).ToArray(), TestContext.Current.CancellationToken);

        Assert.Equal(string.Concat(Enumerable.Repeat("HTTP/1.1 200 OK\r\nContent-Length: 4\r\nCache-Control: max-age=60\r\nDate: Sat, 01 Mar 2025 12:00:00 GMT\r\nAge: 7\r\n\r\nbody", 5)), Answers());
    }

    [Theory]
    [InlineData("HEAD /path?query HTTP/1.1\r\nHost: localhost:3000\r\n\r\n")]
    [InlineData("GET /other HTTP/1.1\r\nHost: localhost:3000\r\n\r\n")]
    [InlineData("GET /path?query HTTP/1.1\r\nHost: localhost:3000\r\nCache-Control: no-cache\r\n\r\n")]
    [InlineData("GET /path?query HTTP/1.1\r\nHost: localhost:3000\r\nX: y")]
    [InlineData("\0")]
    public async Task Kestrel_gets_the_first_request_that_is_not_plain_untouched_and_may_give_the_connection_back(string other)
    {
        await StoreAsync();
        var reading = _reader.ReadAsync(TestContext.Current.CancellationToken).AsTask();
        await _input.Writer.WriteAsync((byte[])[.. Request, .. Request, .. Encoding.ASCII.GetBytes(other)], TestContext.Current.CancellationToken);
        var result = await reading;
        Assert.Equal(other, Encoding.ASCII.GetString(result.Buffer));
        Assert.Equal(2, Count("200 OK"));

        // Its rest and its body are Kestrel's, even what looks like a request
        _reader.AdvanceTo(result.Buffer.End);
        await _input.Writer.WriteAsync(Request, TestContext.Current.CancellationToken);
        var rest = await _reader.ReadAsync(TestContext.Current.CancellationToken);
        Assert.Equal(Request, rest.Buffer.ToArray());
        _reader.AdvanceTo(rest.Buffer.End);
        Assert.Equal(0, Count("200 OK"));

        _reader.ExpectHead();
        reading = _reader.ReadAsync(TestContext.Current.CancellationToken).AsTask();
        await _input.Writer.WriteAsync(Request, TestContext.Current.CancellationToken);
        Assert.Equal(1, Count("200 OK"));
        Assert.False(reading.IsCompleted);
    }

    [Fact]
    public async Task A_read_that_Kestrel_cancels_returns_and_leaves_everything_as_it_was()
    {
        await StoreAsync();
        var reading = _reader.ReadAsync(TestContext.Current.CancellationToken).AsTask();
        _reader.CancelPendingRead();
        var result = await reading;
        Assert.Equal((true, false, true), (result.IsCanceled, result.IsCompleted, result.Buffer.IsEmpty));
        _reader.AdvanceTo(result.Buffer.End);

        _ = _reader.ReadAsync(TestContext.Current.CancellationToken).AsTask();
        await _input.Writer.WriteAsync(Request, TestContext.Current.CancellationToken);

        Assert.Equal(1, Count("200 OK"));
    }

    [Fact]
    public async Task A_connection_that_is_idle_for_too_long_ends_as_if_its_client_had_ended_it()
    {
        await StoreAsync();
        var reading = _reader.ReadAsync(TestContext.Current.CancellationToken).AsTask();
        await _input.Writer.WriteAsync(Request, TestContext.Current.CancellationToken);
        _patience.Tick();
        _fixture.Time.Advance(131);
        _patience.Tick();

        var result = await reading;

        Assert.Equal((false, true, true), (result.IsCanceled, result.IsCompleted, result.Buffer.IsEmpty));
    }

    [Fact]
    public async Task What_is_no_longer_fresh_is_Kestrels_business()
    {
        await StoreAsync();
        _fixture.Time.Advance(61);
        var reading = _reader.ReadAsync(TestContext.Current.CancellationToken).AsTask();

        await _input.Writer.WriteAsync(Request, TestContext.Current.CancellationToken);

        Assert.Equal(Request, (await reading).Buffer.ToArray());
    }

    /// <summary>Stores an answer, and what is sent of it.</summary>
    private async Task StoreAsync()
    {
        var request = Caching.Messages.Get("/path?query", "Accept: */*");
        await _fixture.SendAsync(request, Caching.Messages.Ok("body", "Cache-Control: max-age=60", "Vary: Accept"));
        Assert.True(_fixture.Cache.TryGetFresh(request, out var cached));
        var head = new HttpResponseFeature();
        foreach (var (name, value) in cached.Response.Headers.Where(header => header.Key is not "Vary"))
            head.Headers.Append(name, value);
        head.Headers.Append("Age", "0");
        cached.Entry!.Plain = PlainAnswerFactory.Create(head, cached.Response);
    }

    private void Exchange(int times)
    {
        for (var i = 0; i < times; i++)
        {
            Request.CopyTo(_input.Writer.GetSpan(Request.Length));
            _input.Writer.Advance(Request.Length);
            _ = _input.Writer.FlushAsync(CancellationToken.None).AsTask();
            if (!_output.Reader.TryRead(out var answer))
                throw new InvalidOperationException("no answer");
            _output.Reader.AdvanceTo(answer.Buffer.End);
        }
    }

    private int Count(string text) => Answers().Split(text).Length - 1;

    private string Answers()
    {
        if (!_output.Reader.TryRead(out var result))
            return "";
        var text = Encoding.ASCII.GetString(result.Buffer);
        _output.Reader.AdvanceTo(result.Buffer.End);
        return text;
    }
}
