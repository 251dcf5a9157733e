using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace LocalLambdas.Telemetry;

/// <summary>The span of a client's request, by the semantic conventions for HTTP servers.</summary>
internal static class ServerSpan
{
    /// <summary>Null when the request is not sampled.</summary>
    public static Activity? Start(IHttpRequestFeature request, RequestTimeline timeline)
    {
        if (!ProxyTelemetry.Source.HasListeners()) return null;
        ActivityContext.TryParse(request.Headers.TraceParent, request.Headers.TraceState, isRemote: true, out var parent);
        var activity = ProxyTelemetry.Source.StartActivity(NameOf(request.Method), ActivityKind.Server, parent, startTime: timeline.ReceivedUtc);
        if (activity is not { IsAllDataRequested: false }) return activity;

        // Only propagated: the client's own headers do that.
        activity.Stop();
        return null;
    }

    public static void End(RequestTimeline timeline, IFeatureCollection context, IHttpRequestFeature request, int status, long ended)
    {
        if (timeline.Server is not { } span) return;
        var method = MethodName.Known(request.Method);
        span.SetTag("http.request.method", method);
        if (method is MethodName.Other) span.SetTag("http.request.method_original", request.Method);
        var host = new HostString(request.Headers.Host.ToString());
        if (host.HasValue)
        {
            span.SetTag("server.address", host.Host);
            if (host.Port is { } port) span.SetTag("server.port", port);
        }

        if (context.Get<IHttpConnectionFeature>()?.RemoteIpAddress is { } client) span.SetTag("client.address", client.ToString());
        span.SetTag("url.scheme", request.Scheme);
        span.SetTag("url.path", request.Path);
        if (request.QueryString.Length > 1) span.SetTag("url.query", request.QueryString[1..]);
        if (timeline.Lambda is { } lambda) span.SetTag("http.route", lambda.Route.Text);
        span.SetTag("http.response.status_code", status);
        span.SetTag("network.protocol.version", ProtocolVersion.Of(request));
        span.SetTag("local_lambdas.cache", CacheResult.Of(timeline.Cache));
        if (timeline.IsColdStart is { } cold) span.SetTag("faas.coldstart", cold);
        StartKinds.Set(span, timeline.StartKind);
        SpanError.Set(span, Failure.Of(timeline, status));
        span.SetEndTime(timeline.UtcOf(ended));
        span.Stop();
    }

    private static string NameOf(string method) => MethodName.Known(method) is var known and not MethodName.Other ? known : "HTTP";
}
