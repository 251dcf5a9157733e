using System.Diagnostics;
using LocalLambdas.Lambdas;

namespace LocalLambdas.Telemetry;

/// <summary>
/// The start that a request waited for as a span, its phases as children: made after the fact, as only then it is known what they were. Of a
/// start that was under way when the request came, only what the request waited for is told.
/// </summary>
internal static class StartSpans
{
    public static void Make(RequestTimeline timeline, InvokeTimeline invoke, StartRecord start, ActivityContext server)
    {
        var from = Math.Max(start.Began, invoke.WaitBegan);
        var to = Math.Max(from, start.AcceptedAt ?? invoke.WaitEnded);
        using var span = Begin("start", server, timeline.UtcOf(from));
        if (span is null) return;

        span.SetTag("faas.invoked_name", invoke.Lambda.Id);
        if (start.Pid is not 0) span.SetTag("process.pid", start.Pid);
        if (invoke.Began is 0) SpanError.Set(span, invoke.Error);
        foreach (var phase in start.Phases)
        {
            if (phase.To <= from && phase.From < from) continue;
            using var child = Begin(phase.Name, span.Context, timeline.UtcOf(Math.Max(phase.From, from)));
            child?.SetEndTime(timeline.UtcOf(Math.Max(phase.To, from)));
        }

        span.SetEndTime(timeline.UtcOf(to));
    }

    private static Activity? Begin(string name, ActivityContext parent, DateTime at) =>
        ProxyTelemetry.Source.StartActivity(name, ActivityKind.Internal, parent, startTime: at);
}
