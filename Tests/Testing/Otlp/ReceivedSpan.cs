using Testing.Otlp.Protocol;

namespace Testing.Otlp;

/// <summary>A span with the resource that it was exported under. Ids are lower-case hexadecimal, times nanoseconds since 1970.</summary>
public sealed record ReceivedSpan(
    IReadOnlyDictionary<string, string> Resource,
    string Scope,
    string TraceId,
    string SpanId,
    string ParentSpanId,
    string TraceState,
    string Name,
    string Kind,
    ulong Start,
    ulong End,
    IReadOnlyDictionary<string, string> Attributes,
    string Status)
{
    public string Service => Resource.GetValueOrDefault("service.name", "");

    /// <summary>Null when the span has no such attribute.</summary>
    public string? this[string attribute] => Attributes.GetValueOrDefault(attribute);

    public override string ToString() =>
        $"{Service}: {Name} ({Kind}) {{{string.Join(", ", Attributes.Select(attribute => $"{attribute.Key}={attribute.Value}"))}}}";

    internal static IEnumerable<ReceivedSpan> Read(ExportTraceServiceRequest request) =>
        from resourceSpans in request.ResourceSpans
        let resource = Otlp.Attributes.Read(resourceSpans.Resource.Attributes)
        from scopeSpans in resourceSpans.ScopeSpans
        from span in scopeSpans.Spans
        select new ReceivedSpan(
            resource,
            scopeSpans.Scope.Name,
            Hex(span.TraceId),
            Hex(span.SpanId),
            Hex(span.ParentSpanId),
            span.TraceState,
            span.Name,
            Lower(span.Kind),
            span.StartTimeUnixNano,
            span.EndTimeUnixNano,
            Otlp.Attributes.Read(span.Attributes),
            Lower(span.Status?.Code ?? Protocol.Status.Types.StatusCode.Unset));

    private static string Hex(Google.Protobuf.ByteString bytes) => Convert.ToHexStringLower(bytes.Span);

    private static string Lower(Enum value) => $"{value}".ToLowerInvariant();
}
