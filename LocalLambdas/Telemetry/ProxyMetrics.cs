using System.Diagnostics;
using System.Diagnostics.Metrics;
using LocalLambdas.Lambdas;
using Microsoft.AspNetCore.Http.Features;

namespace LocalLambdas.Telemetry;

/// <summary>The proxy's instruments. Names and units follow the semantic conventions for HTTP and FaaS where these have any.</summary>
internal static class ProxyMetrics
{
    private static readonly Meter Meter = new(ProxyTelemetry.Name);

    private static readonly Histogram<double> RequestDuration = Meter.CreateHistogram(
        "http.server.request.duration", "s", "Duration of requests", advice: Buckets(10e-6, 10));

    private static readonly UpDownCounter<long> ActiveRequests = Meter.CreateUpDownCounter<long>(
        "http.server.active_requests", "{request}", "Requests in flight");

    private static readonly Histogram<double> InitDuration = Meter.CreateHistogram(
        "faas.init_duration", "s", "Duration of process starts, until a connection is accepted", advice: Buckets(1e-3, 50));

    private static readonly Counter<long> ColdStarts = Meter.CreateCounter<long>(
        "faas.coldstarts", "{coldstart}", "Requests that waited for a process to start");

    private static readonly Counter<long> SpareStarts = Meter.CreateCounter<long>(
        "local_lambdas.spare_starts", "{request}", "Requests that took a spare process");

    private static readonly Counter<long> CacheRequests = Meter.CreateCounter<long>(
        "local_lambdas.cache.requests", "{request}", "Requests that the cache has seen");

    private static readonly Histogram<double> HopDuration = Meter.CreateHistogram(
        "local_lambdas.hop.duration", "s", "Duration of a request's hops", advice: Buckets(1e-6, 10));

    private static readonly Counter<long> Retries = Meter.CreateCounter<long>(
        "local_lambdas.retries", "{request}", "Requests that went to a second process, as the first ended without an answer");

    public static bool AreWanted =>
        RequestDuration.Enabled || ActiveRequests.Enabled || ColdStarts.Enabled || CacheRequests.Enabled || HopDuration.Enabled;

    public static void Begin(RequestTimeline timeline, IHttpRequestFeature request) => ActiveRequests.Add(1, ActiveTags(timeline, request));

    public static void End(RequestTimeline timeline, IHttpRequestFeature request, int status, long ended)
    {
        ActiveRequests.Add(-1, ActiveTags(timeline, request));

        var tags = ActiveTags(timeline, request);
        if (timeline.Lambda is { } lambda) tags.Add("http.route", lambda.Route.Text);
        tags.Add("http.response.status_code", status);
        tags.Add("network.protocol.version", ProtocolVersion.Of(request));
        if (Failure.Of(timeline, status) is { } error) tags.Add("error.type", error);
        RequestDuration.Record(Stopwatch.GetElapsedTime(timeline.Received, ended).TotalSeconds, tags);

        if (timeline.IsColdStart is true) ColdStarts.Add(1, LambdaTags(timeline));
        if (timeline.StartKind is StartKind.Spare) SpareStarts.Add(1, LambdaTags(timeline));
        if (timeline.Cache is { } cache) CacheRequests.Add(1, [.. LambdaTags(timeline), new("local_lambdas.cache", CacheResult.Of(cache))]);
        foreach (var hop in Hops.All)
        {
            // Waits for nothing would hide the waits for a turn, or for a process.
            if (hop is Hop.Start && timeline.StartKind is null) continue;
            if (timeline[hop] is not { } duration || (hop is Hop.Queue && duration == TimeSpan.Zero)) continue;
            TagList hopTags = [.. LambdaTags(timeline), new("local_lambdas.hop", Hops.Name(hop))];
            if (hop is Hop.Start) hopTags.Add(StartKinds.Attribute, StartKinds.Name(timeline.StartKind!.Value));
            HopDuration.Record(duration.TotalSeconds, hopTags);
        }
    }

    public static void Retried(string lambda) => Retries.Add(1, new KeyValuePair<string, object?>("faas.invoked_name", lambda));

    public static void Started(string lambda, StartKind kind, StartRecord start) => InitDuration.Record(
        start.Elapsed.TotalSeconds, new("faas.invoked_name", lambda), new(StartKinds.Attribute, StartKinds.Name(kind)));

    public static void StartFailed(string lambda, StartKind kind, StartRecord start, Exception exception) => InitDuration.Record(
        start.Elapsed.TotalSeconds,
        new("faas.invoked_name", lambda),
        new(StartKinds.Attribute, StartKinds.Name(kind)),
        new("error.type", exception is LambdaStartException { Failure: var failure } ? failure.ToString() : exception.GetType().Name));

    private static TagList ActiveTags(RequestTimeline timeline, IHttpRequestFeature request) =>
        [.. LambdaTags(timeline), new("http.request.method", MethodName.Known(request.Method)), new("url.scheme", request.Scheme)];

    private static TagList LambdaTags(RequestTimeline timeline) => timeline.Lambda is { } lambda ? [new("faas.invoked_name", lambda.Id)] : [];

    // 1, 2.5, 5, 10, 25, …
    private static InstrumentAdvice<double> Buckets(double first, double last)
    {
        var boundaries = new List<double>();
        for (var decade = first; decade <= last; decade *= 10)
        {
            foreach (var step in (ReadOnlySpan<double>)[1, 2.5, 5])
            {
                // Rounded to what is written: 1E-05 times 2.5 is not 2.5E-05
                var boundary = Math.Round(decade * step, 7);
                if (boundary <= last) boundaries.Add(boundary);
            }
        }

        return new() { HistogramBucketBoundaries = boundaries };
    }
}
