using System.Diagnostics;
using LocalLambdas.Telemetry;

namespace LocalLambdas.Tests.Telemetry;

[Collection(ListensAlone.Name)]
public sealed class LambdaSpanSourceTests : IAsyncDisposable
{
    private static readonly DateTime Begin = new(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    private readonly ActivityContext _invoke = new(ActivityTraceId.CreateRandom(), ActivitySpanId.CreateRandom(), ActivityTraceFlags.Recorded);
    private readonly RecordedSpans _spans = new(LambdaSpanSource.NameOf("a"));
    private readonly LambdaSpanSource _source = new("a");

    public async ValueTask DisposeAsync()
    {
        _spans.Dispose();
        await _source.DisposeAsync();
    }

    [Fact]
    public void The_tree_is_made_again_in_whatever_order_it_comes()
    {
        _source.Make([Span(3, 2, "grandchild"), Span(2, 1, "child"), Span(1, 99, "server")], _invoke);

        Assert.All(_spans.All, span => Assert.Equal(_invoke.TraceId, span.TraceId));
        Assert.Equal(_invoke.SpanId, _spans["server"].ParentSpanId);
        Assert.Equal(_spans["server"].SpanId, _spans["child"].ParentSpanId);
        Assert.Equal(_spans["child"].SpanId, _spans["grandchild"].ParentSpanId);
    }

    [Fact]
    public void Times_kind_attributes_and_status_are_the_spans_own()
    {
        var current = Activity.Current;

        _source.Make([Span(1, 0, "server")], _invoke);

        var span = _spans["server"];
        Assert.Equal((Begin, TimeSpan.FromMilliseconds(1)), (span.StartTimeUtc, span.Duration));
        Assert.Equal((ActivityKind.Server, ActivityStatusCode.Error, "why"), (span.Kind, span.Status, span.StatusDescription));
        Assert.Equal([new("faas.trigger", "http")], span.TagObjects);
        Assert.Same(current, Activity.Current);
    }

    [Fact]
    public void A_circle_of_parents_and_a_repeated_id_end()
    {
        _source.Make([Span(1, 2, "one"), Span(2, 1, "two"), Span(3, 3, "own parent"), Span(3, 0, "again")], _invoke);

        Assert.Equal(3, _spans.All.Count);
        Assert.Equal(_spans["two"].SpanId, _spans["one"].ParentSpanId);
        Assert.Equal(_invoke.SpanId, _spans["two"].ParentSpanId);
    }

    private static LambdaSpan Span(int id, int parent, string name) => new(
        Id(id), Id(parent), name, ActivityKind.Server, Begin, Begin.AddMilliseconds(1), [new("faas.trigger", "http")], ActivityStatusCode.Error, "why");

    private static ActivitySpanId Id(int id) => id is 0 ? default : ActivitySpanId.CreateFromString(id.ToString("x16", null));
}
