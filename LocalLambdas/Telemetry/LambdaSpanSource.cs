using System.Diagnostics;
using ServiceDefaults;

namespace LocalLambdas.Telemetry;

/// <summary>Where the spans of one lambda come from, as it seems to whoever receives them.</summary>
internal sealed class LambdaSpanSource(string lambda) : IAsyncDisposable
{
    private readonly ActivitySource _source = new(NameOf(lambda));
    private readonly ResourceTracing? _exporting = ResourceTracing.Start(lambda, NameOf(lambda));

    public static string NameOf(string lambda) => $"{ProxyTelemetry.Name}.lambda.{lambda}";

    /// <summary>Makes the spans again, parents first. Ids are new, as activities have their own; the tree stays the same.</summary>
    /// <param name="invoke">Parent of all that have none among the spans.</param>
    public void Make(IReadOnlyList<LambdaSpan> spans, ActivityContext invoke)
    {
        var waiting = new Dictionary<ActivitySpanId, LambdaSpan>();
        foreach (var span in spans) waiting[span.Id] = span;
        var made = new Dictionary<ActivitySpanId, ActivityContext>();
        foreach (var span in spans) Make(span, waiting, made, invoke);
    }

    public async ValueTask DisposeAsync()
    {
        if (_exporting is not null) await _exporting.DisposeAsync().ConfigureAwait(false);
        _source.Dispose();
    }

    private ActivityContext Make(
        LambdaSpan span, Dictionary<ActivitySpanId, LambdaSpan> waiting, Dictionary<ActivitySpanId, ActivityContext> made, ActivityContext invoke)
    {
        if (made.TryGetValue(span.Id, out var context)) return context;

        // No longer waiting: so a circle of parents ends here.
        waiting.Remove(span.Id);
        var parent = made.TryGetValue(span.ParentId, out var known) ? known
            : waiting.TryGetValue(span.ParentId, out var next) ? Make(next, waiting, made, invoke)
            : invoke;
        return made[span.Id] = Make(span, parent);
    }

    private ActivityContext Make(LambdaSpan span, ActivityContext parent)
    {
        using var activity = _source.StartActivity(span.Name, span.Kind, parent, startTime: span.Start);
        if (activity is null) return parent;
        foreach (var (key, value) in span.Attributes) activity.SetTag(key, value);
        if (span.Status is not ActivityStatusCode.Unset) activity.SetStatus(span.Status, span.StatusDescription);
        activity.SetEndTime(span.End);
        return activity.Context;
    }
}
