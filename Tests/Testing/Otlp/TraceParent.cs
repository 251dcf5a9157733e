using System.Diagnostics;

namespace Testing.Otlp;

/// <summary>A client's trace context (https://www.w3.org/TR/trace-context/), of a trace of its own.</summary>
public sealed record TraceParent(bool IsSampled = true)
{
    public string TraceId { get; } = ActivityTraceId.CreateRandom().ToHexString();

    public string SpanId { get; } = ActivitySpanId.CreateRandom().ToHexString();

    public string Header => Of(SpanId);

    /// <summary>The header of another span of the trace.</summary>
    public string Of(string spanId) => $"00-{TraceId}-{spanId}-0{(IsSampled ? 1 : 0)}";
}
