using System.Diagnostics;
using PerfRunner.Hops;
using PerfRunner.Load;
using PerfRunner.Results;

namespace PerfRunner.Tests.Hops;

public sealed class HopTimesTests
{
    /// <summary>In microseconds: what sums of doubles may lose.</summary>
    public const double Picosecond = 1e-6;

    private const double SentAt = 5_000_000_000;

    [Fact]
    public void Every_hop_has_its_place_and_nothing_is_lost()
    {
        Exchange exchange = Answered(1000, SentAt + 100, ("queue", 1), ("cache", 2), ("start", 300), ("connect", 4), ("transport", 50), ("handler", 200), ("total", 600));

        Assert.Null(HopTimes.Read(exchange, out double[] hops));
        Assert.Equal(
            ["client-to-proxy", "queue", "cache", "start", "connect", "transport", "handler", "return", "unattributed"], HopTimes.Names);
        Assert.Equal([100, 1, 2, 300, 4, 50, 200, 300, 43], hops.Select(hop => Math.Round(hop, 3)));
        Assert.Equal(exchange.Microseconds, hops.Sum(), Picosecond);
    }

    [Fact]
    public void What_the_proxy_does_not_tell_remains_unattributed()
    {
        Assert.Null(HopTimes.Read(Answered(1000, SentAt + 100, ("transport", 50), ("total", 600)), out double[] hops));

        Assert.Equal([100, 0, 0, 0, 0, 50, 0, 300, 550], hops.Select(hop => Math.Round(hop, 3)));
    }

    [Fact]
    public void A_remainder_below_zero_and_a_clock_that_is_read_late_are_shown_as_they_are()
    {
        Assert.Null(HopTimes.Read(Answered(1000, SentAt - 2, ("handler", 601), ("total", 600)), out double[] hops));

        Assert.Equal((-2.0, 402.0, -1.0), (Math.Round(hops[0], 3), Math.Round(hops[^2], 3), Math.Round(hops[^1], 3)));
    }

    [Theory]
    [InlineData(-2000, 500)]
    [InlineData(100, 5000)]
    [InlineData(3_600_000_000, 500)]
    public void Times_outside_the_request_are_another_machines(double receivedAfter, double total) =>
        Assert.Equal(HopError.OtherClock, HopTimes.Read(Answered(1000, SentAt + receivedAfter, ("total", total)), out _));

    [Fact]
    public void Without_the_moment_or_the_total_it_is_somebody_elses_header()
    {
        Assert.Equal(HopError.NoServerTiming, HopTimes.Read(Answered(1000, null) with { ServerTiming = null }, out _));
        Assert.Equal(HopError.ForeignServerTiming, HopTimes.Read(Answered(1000, null, ("total", 1)), out _));
        Assert.Equal(HopError.ForeignServerTiming, HopTimes.Read(Answered(1000, SentAt, ("db", 1)), out _));
    }

    [Fact]
    public void The_means_of_a_case_add_up_and_failed_requests_are_in_none()
    {
        HopRecorder recorder = new();
        for (int i = 0; i < 97; i++)
        {
            recorder.Add(Answered(1000 + (i * 7.3), SentAt + (i / 3.0), ("cache", i / 7.0), ("transport", i * 1.1), ("total", 500 + i)));
        }

        recorder.Add(Answered(9_000_000, SentAt, ("total", 1)) with { Error = RequestError.Status });

        (HopResult? result, string? missingBecause) = recorder.Summarize();
        HopResult hops = result!;
        Assert.Equal(97, hops.Requests);
        Assert.Equal(HopTimes.Names, hops.Rows.Select(row => row.Name));
        Assert.Equal(hops.EndToEnd.Mean, hops.Rows.Sum(row => row.Statistics.Mean), Picosecond);
        Assert.Equal(Math.Round(1000 + (96 * 7.3)), Math.Round(hops.EndToEnd.Max));
        Assert.Null(missingBecause);
    }

    [Fact]
    public void Without_an_answer_that_could_be_taken_apart_it_is_said_why()
    {
        HopRecorder recorder = new();
        Assert.Equal((null, "no request succeeded"), recorder.Summarize());

        recorder.Add(Answered(1000, SentAt + 3_600_000_000, ("total", 1)));

        (HopResult? result, string? missingBecause) = recorder.Summarize();
        Assert.Null(result);
        Assert.Contains("runs on another one", missingBecause, StringComparison.Ordinal);
    }

    private static Exchange Answered(double microseconds, double? received, params (string Name, double Microseconds)[] durations) => new(
        null,
        Ticks(SentAt),
        Ticks(SentAt + microseconds),
        200,
        100,
        CacheState.Unknown,
        string.Join(", ", durations.Select(one => FormattableString.Invariant($"{one.Name};dur={one.Microseconds / 1000}"))
            .Prepend(FormattableString.Invariant($"received;desc=\"{received}\""))));

    private static long Ticks(double microseconds) => (long)(microseconds * Stopwatch.Frequency / 1e6);
}
