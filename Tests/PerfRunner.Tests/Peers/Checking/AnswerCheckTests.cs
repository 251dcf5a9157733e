using PerfRunner.Load;
using PerfRunner.Peers;
using PerfRunner.Peers.Checking;
using PerfRunner.Tests.Fakes;

namespace PerfRunner.Tests.Peers.Checking;

public sealed class AnswerCheckTests
{
    private const string Expected = """{"service":"http-service","timestamp":0000000000000,"uri":"/http/hello"}""";

    private static string Answer(long time) => $$"""{"service":"http-service","timestamp":{{1_000_000_000_000 + time}},"uri":"/http/hello"}""";

    [Fact]
    public void The_time_is_taken_out_and_the_length_stays()
    {
        Assert.Equal(Expected, AnswerText.WithoutTime(System.Text.Encoding.UTF8.GetBytes(Answer(5))));
        Assert.Equal(Expected.Length, Answer(5).Length);
    }

    [Fact]
    public void The_pipe_service_answers_as_long_as_the_web_service()
    {
        Assert.Equal("""{"service":"pipe-service","timestamp":0000000000000,"uri":"/pipe/hello"}""", AnswerText.OfPipe(Expected));
        Assert.Equal(PeerSite.HttpPath.Length, PeerSite.PipePath.Length);
    }

    [Theory]
    [InlineData(CacheExpectation.MustNotHit, true, false)]
    [InlineData(CacheExpectation.MustNotHit, false, true)]
    [InlineData(CacheExpectation.MustHit, true, true)]
    [InlineData(CacheExpectation.MustHit, false, false)]
    [InlineData(CacheExpectation.None, true, true)]
    [InlineData(CacheExpectation.None, false, true)]
    internal async Task Whether_it_is_stored_shows_in_its_time(CacheExpectation expectation, bool isStored, bool isGood)
    {
        int requests = 0;
        using RawHttpServer server = new(_ => RawHttpServer.Answer(Answer(isStored ? 0 : Interlocked.Increment(ref requests))));

        Assert.Equal(isGood, await IsGoodAsync(server, expectation));
    }

    [Fact]
    public async Task Another_answer_is_told_with_what_was_expected()
    {
        using RawHttpServer server = new(_ => RawHttpServer.Answer("{}"));

        PeerException exception = await Assert.ThrowsAsync<PeerException>(() => VerifyAsync(server, CacheExpectation.None));

        Assert.Contains("way gives another answer than the service: {} instead of {\"service\"", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_status_is_told()
    {
        using RawHttpServer server = new(_ => RawHttpServer.Answer("bad gateway", 502));

        PeerException exception = await Assert.ThrowsAsync<PeerException>(() => VerifyAsync(server, CacheExpectation.None));

        Assert.Equal("way answers 502: bad gateway", exception.Message);
    }

    [Fact]
    public async Task What_must_not_come_from_a_store_is_asked_for_so()
    {
        List<string> heads = [];
        using RawHttpServer server = new(head =>
        {
            heads.Add(head);
            return RawHttpServer.Answer(Answer(heads.Count));
        });

        await VerifyAsync(server, CacheExpectation.MustNotHit);

        Assert.Equal(2, heads.Count);
        Assert.All(heads, head => Assert.Contains("Cache-Control: no-store", head, StringComparison.Ordinal));
    }

    private static async Task<bool> IsGoodAsync(RawHttpServer server, CacheExpectation expectation)
    {
        try
        {
            await VerifyAsync(server, expectation);
            return true;
        }
        catch (PeerException)
        {
            return false;
        }
    }

    private static Task VerifyAsync(RawHttpServer server, CacheExpectation expectation)
    {
        Contender contender = SampleContender.Of("way") with { EndPoint = server.EndPoint, Cache = expectation };
        return new AnswerCheck(Expected).VerifyAsync(contender, TestContext.Current.CancellationToken);
    }
}
