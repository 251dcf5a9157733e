using System.Diagnostics;

namespace LocalLambdas.Telemetry;

internal static class SpanError
{
    /// <param name="type">A stable name; null for none.</param>
    public static void Set(Activity span, string? type)
    {
        if (type is null) return;
        span.SetTag("error.type", type);
        span.SetStatus(ActivityStatusCode.Error);
    }
}
