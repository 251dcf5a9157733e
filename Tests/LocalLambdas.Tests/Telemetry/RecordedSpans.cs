using System.Diagnostics;

namespace LocalLambdas.Tests.Telemetry;

/// <summary>Listens to activity sources and keeps what ended.</summary>
internal sealed class RecordedSpans : IDisposable
{
    private readonly ActivityListener _listener;

    public RecordedSpans(params string[] sources)
    {
        _listener = new()
        {
            ShouldListenTo = source => sources.Contains(source.Name),
            Sample = (ref options) => options.Parent.TraceFlags.HasFlag(ActivityTraceFlags.Recorded)
                ? ActivitySamplingResult.AllDataAndRecorded
                : ActivitySamplingResult.PropagationData,
            ActivityStopped = activity =>
            {
                if (activity.Recorded) All.Add(activity);
            },
        };
        ActivitySource.AddActivityListener(_listener);
    }

    public List<Activity> All { get; } = [];

    public Activity this[string name] => Assert.Single(All, activity => activity.DisplayName == name);

    public void Dispose() => _listener.Dispose();
}
