using System.Diagnostics;

namespace LambdaRuntime;

/// <summary>Listens to all activity sources of the process for activities that belong to an invocation under way.</summary>
internal static class SpanRecorder
{
    private static readonly Lock Guard = new();
    private static readonly List<InvocationTrace> UnderWay = [];
    private static ActivityListener? _listener;

    public static bool IsInstalled => Volatile.Read(ref _listener) is not null;

    /// <summary>Not before the first sampled request: a listener costs each activity of the process a question.</summary>
    public static void Install()
    {
        lock (Guard)
        {
            if (_listener is not null)
                return;
            _listener = new()
            {
                ShouldListenTo = static _ => true,
                Sample = static (ref options) =>
                    (options.Parent.TraceFlags & ActivityTraceFlags.Recorded) != 0 ? ActivitySamplingResult.AllDataAndRecorded : ActivitySamplingResult.None,
                ActivityStopped = Take,
            };

            // Within the lock: whoever comes second must not go on before it listens
            ActivitySource.AddActivityListener(_listener);
        }
    }

    /// <summary>For who runs a lambda in a process that is something else as well: as long as it listens, nobody can tell whether others do.</summary>
    public static void Uninstall()
    {
        lock (Guard)
        {
            _listener?.Dispose();
            _listener = null;
        }
    }

    public static void Add(InvocationTrace trace)
    {
        lock (Guard)
            UnderWay.Add(trace);
    }

    public static void Remove(InvocationTrace trace)
    {
        lock (Guard)
            UnderWay.Remove(trace);
    }

    private static void Take(Activity activity)
    {
        lock (Guard)
            (Owner(activity) ?? UnderWay.Find(trace => trace.TraceId == activity.TraceId))?.Take(activity);
    }

    // A trace may have several invocations under way; an activity begun with a bare parent id has no chain to find its own
    private static InvocationTrace? Owner(Activity activity) => UnderWay.Find(trace => trace.Contains(activity));
}
