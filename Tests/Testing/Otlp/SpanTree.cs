using System.Text;

namespace Testing.Otlp;

/// <summary>The spans of one trace.</summary>
public sealed class SpanTree(IReadOnlyList<ReceivedSpan> spans)
{
    public IReadOnlyList<ReceivedSpan> Spans => spans;

    /// <summary>The only span of this name and, when it is given, resource.</summary>
    public ReceivedSpan this[string name, string? service = null] =>
        spans.Single(span => span.Name == name && (service is null || span.Service == service));

    public IEnumerable<ReceivedSpan> ChildrenOf(ReceivedSpan parent) =>
        spans.Where(span => span.ParentSpanId == parent.SpanId).OrderBy(span => span.Start).ThenBy(span => span.End);

    /// <summary>A span before its parent has begun, or after it has ended, by more than the tolerance, in nanoseconds.</summary>
    public IEnumerable<string> NotNested(ulong tolerance) =>
        from child in spans
        from parent in spans
        where child.ParentSpanId == parent.SpanId
        where child.Start + tolerance < parent.Start || child.End > parent.End + tolerance || child.End < child.Start
        select $"{child.Name} {child.Start}..{child.End} in {parent.Name} {parent.Start}..{parent.End}";

    /// <summary>A line each, children indented and in the order of their begin: <c>service: name (kind)</c>.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        foreach (var root in spans.Where(span => !spans.Any(parent => parent.SpanId == span.ParentSpanId)).OrderBy(span => span.Start))
            Append(text, root, 0);
        return text.ToString().TrimEnd('\n');
    }

    private void Append(StringBuilder text, ReceivedSpan span, int depth)
    {
        text.Append(' ', 2 * depth).Append(span.Service).Append(": ").Append(span.Name).Append(" (").Append(span.Kind).Append(")\n");
        foreach (var child in ChildrenOf(span))
            Append(text, child, depth + 1);
    }
}
