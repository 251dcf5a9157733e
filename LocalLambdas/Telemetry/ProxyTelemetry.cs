using System.Diagnostics;
using LocalLambdas.Lambdas;
using Microsoft.AspNetCore.Http.Features;

namespace LocalLambdas.Telemetry;

/// <summary>
/// What the proxy tells of its requests: spans, metrics, and <c>Server-Timing</c>. A request that nobody asks about costs three tests and no
/// allocation; of all others everything is made of a <see cref="RequestTimeline"/> when the answer has been sent.
/// </summary>
internal sealed class ProxyTelemetry(LambdaSpans lambdaSpans)
{
    /// <summary>Of the activity source and of the meter.</summary>
    public const string Name = "local_lambdas";

    public static ActivitySource Source { get; } = new(Name);

    /// <summary>Of every request, whatever its client wants.</summary>
    public static bool IsWantedOfAll => Source.HasListeners() || ProxyMetrics.AreWanted;

    public static bool IsWanted(IHttpRequestFeature request) =>
        IsWantedOfAll || PreferHeader.AsksForServerTiming(request.Headers[PreferHeader.Name]);

    /// <summary>Makes the server span the current one of the calling async method.</summary>
    public static RequestTimeline Begin(IHttpRequestFeature request, Lambda? lambda)
    {
        var timeline = new RequestTimeline(PreferHeader.AsksForServerTiming(request.Headers[PreferHeader.Name]));
        timeline.Server = ServerSpan.Start(request, timeline);
        timeline.Routed(lambda?.Definition);
        ProxyMetrics.Begin(timeline, request);
        return timeline;
    }

    /// <summary>After the answer: what is done here is in nobody's time.</summary>
    public void End(RequestTimeline timeline, IFeatureCollection context)
    {
        var ended = timeline.Answered ?? Stopwatch.GetTimestamp();
        var request = context.GetRequiredFeature<IHttpRequestFeature>();
        var status = context.GetRequiredFeature<IHttpResponseFeature>().StatusCode;
        foreach (var invoke in timeline.Invokes)
        {
            invoke.Abandoned();
            if (timeline.Server is not { } server) continue;
            if (invoke.Start is { } start) StartSpans.Make(timeline, invoke, start, server.Context);
            InvokeSpan.End(timeline, invoke);
            if (invoke.Activity is { } activity && !invoke.Spans.IsEmpty) lambdaSpans.Make(invoke.Lambda.Id, invoke.Spans, activity.Context);
        }

        ServerSpan.End(timeline, context, request, status, ended);
        ProxyMetrics.End(timeline, request, status, ended);
    }
}
