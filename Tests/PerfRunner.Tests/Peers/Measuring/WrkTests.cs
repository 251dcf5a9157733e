using System.Net;
using PerfRunner.Load;
using PerfRunner.Peers;
using PerfRunner.Peers.Measuring;

namespace PerfRunner.Tests.Peers.Measuring;

public sealed class WrkTests
{
    private const string Output =
        """
        Running 10s test @ http://127.0.0.1:13100/
          1 threads and 64 connections
          Thread Stats   Avg      Stdev     Max   +/- Stdev
            Latency   239.96us  201.81us   4.58ms   97.55%
            Req/Sec   151.05k     9.48k  158.87k    95.00%
          Latency Distribution
             50%  208.00us
             75%  227.00us
             90%  260.00us
             99%    1.14ms
          1502664 requests in 10.00s, 279.45MB read
        Requests/sec: 150241.13
        Transfer/sec:     27.94MB

        """;

    [Fact]
    public void Rate_and_median_are_read() => Assert.Equal(new WrkFigures(150241.13, 208, 0), WrkOutput.Read(Output));

    [Theory]
    [InlineData("208.00us", 208)]
    [InlineData("1.14ms", 1140)]
    [InlineData("2.50s", 2_500_000)]
    public void The_unit_counts(string median, double microseconds) =>
        Assert.Equal(microseconds, WrkOutput.Read(Output.Replace("208.00us", median, StringComparison.Ordinal))!.P50Microseconds, 6);

    [Fact]
    public void All_its_errors_are_counted()
    {
        string output = Output.Replace(
            "Requests/sec",
            "  Socket errors: connect 1, read 20, write 300, timeout 4000\n  Non-2xx or 3xx responses: 50000\nRequests/sec",
            StringComparison.Ordinal);

        Assert.Equal(54321, WrkOutput.Read(output)!.Errors);
    }

    [Theory]
    [InlineData("")]
    [InlineData("unable to connect to 127.0.0.1:1 Connection refused")]
    public void What_says_nothing_is_nothing(string output) => Assert.Null(WrkOutput.Read(output));

    [Fact]
    public void It_asks_for_the_same_as_the_generator()
    {
        Contender contender = SampleContender.Of("a") with { EndPoint = new IPEndPoint(IPAddress.Loopback, 5000) };

        Assert.Equal(
            ["-t1", "-c16", "-d1s", "--latency", "-H", "Cache-Control: no-store", $"http://127.0.0.1:5000{PeerSite.HttpPath}"],
            Wrk.Arguments(contender, 16, TimeSpan.FromMilliseconds(200)));
        Assert.DoesNotContain("-H", Wrk.Arguments(contender with { Cache = CacheExpectation.MustHit }, 16, TimeSpan.FromSeconds(3)));
        Assert.Contains("-d3s", Wrk.Arguments(contender, 16, TimeSpan.FromSeconds(3)));
    }
}
