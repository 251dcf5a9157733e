using System.Diagnostics.Metrics;
using LocalLambdas.Telemetry;
using Microsoft.AspNetCore.Http.Features;

namespace LocalLambdas.Tests.Telemetry;

[Collection(ListensAlone.Name)]
public class QuietTests
{
    [Fact]
    public void A_request_that_nobody_asks_about_costs_no_allocation()
    {
        var request = new HttpRequestFeature { Method = "GET" };
        request.Headers["Prefer"] = "wait=10";
        Assert.False(ProxyTelemetry.IsWanted(request));

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++) ProxyTelemetry.IsWanted(request);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Theory, InlineData("span"), InlineData("metric"), InlineData("header")]
    public void Whoever_wants_to_know_is_told(string who)
    {
        var request = new HttpRequestFeature { Method = "GET" };
        using var spans = who is "span" ? new RecordedSpans(ProxyTelemetry.Name) : null;
        using var meters = new MeterListener { InstrumentPublished = (instrument, listener) => Enable(instrument, listener, who) };
        meters.Start();
        if (who is "header") request.Headers["Prefer"] = "server-timing";

        Assert.True(ProxyTelemetry.IsWanted(request));
    }

    private static void Enable(Instrument instrument, MeterListener listener, string who)
    {
        if (who is "metric" && instrument.Meter.Name == ProxyTelemetry.Name) listener.EnableMeasurementEvents(instrument);
    }
}
