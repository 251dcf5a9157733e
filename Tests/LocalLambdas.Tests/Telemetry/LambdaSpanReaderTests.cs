using System.Diagnostics;
using System.Text;
using LocalLambdas.Telemetry;

namespace LocalLambdas.Tests.Telemetry;

public class LambdaSpanReaderTests
{
    private const string Trace = "0af7651916cd43dd8448eb211c80319c";
    private const string Required =
        $"\"traceId\":\"{Trace}\",\"spanId\":\"00000000000000a1\",\"name\":\"GET\","
        + "\"startTimeUnixNano\":\"1700000000000000100\",\"endTimeUnixNano\":\"1700000000000000300\"";

    [Fact]
    public void A_span_is_read_whole()
    {
        var span = Assert.Single(Read($$$"""
            [{{{{Required}}}, "parentSpanId":"00000000000000B7","kind":2,"status":{"code":2,"message":"why"},"unknown":[{}],"attributes":[
              {"key":"text","value":{"stringValue":"x"}},{"key":"int","value":{"intValue":"200"}},{"key":"number","value":{"intValue":7}},
              {"key":"real","value":{"doubleValue":1.5}},{"key":"yes","value":{"boolValue":true}},
              {"key":"list","value":{"arrayValue":{"values":[]} } },{"value":{"stringValue":"nameless"}}]}]
            """)!);

        Assert.Equal(("00000000000000a1", "00000000000000b7", "GET"), (span.Id.ToHexString(), span.ParentId.ToHexString(), span.Name));
        Assert.Equal((ActivityKind.Server, ActivityStatusCode.Error, "why"), (span.Kind, span.Status, span.StatusDescription));
        Assert.Equal(DateTime.UnixEpoch.AddTicks(17000000000000001), span.Start);
        Assert.Equal(TimeSpan.FromTicks(2), span.End - span.Start);
        Assert.Equal([new("text", "x"), new("int", 200L), new("number", 7L), new("real", 1.5), new("yes", true)], span.Attributes);
    }

    [Theory]
    [InlineData("null"), InlineData("{}"), InlineData("7"), InlineData("[7]"), InlineData("[{}]"), InlineData("[null]"), InlineData("[[]]")]
    [InlineData("""[{"traceId":"ffffffffffffffffffffffffffffffff"}]"""), InlineData("""[{"traceId":"\ud800"}]""")]
    public void What_is_no_list_of_spans_is_refused(string json) => Assert.Null(Read(json));

    [Theory]
    [InlineData("00000000000000a1", "a1"), InlineData("00000000000000a1", "zzzzzzzzzzzzzzzz"), InlineData("00000000000000a1", "0000000000000000"), InlineData(Trace, "0bf7651916cd43dd8448eb211c80319c")]
    [InlineData("\"1700000000000000100\"", "\"yesterday\""), InlineData("\"1700000000000000300\"", "-1"), InlineData("\"1700000000000000300\"", "[]")]
    [InlineData("\"GET\"", "7")]
    public void A_span_with_an_unusable_member_is_refused(string good, string bad) => Assert.Null(Read($"[{{{Required.Replace(good, bad, StringComparison.Ordinal)}}}]"));

    [Fact]
    public void Odd_members_that_can_be_left_out_are() =>
        Assert.Single(Read($$"""[{{{Required}},"kind":"x","status":7,"attributes":{},"parentSpanId":""}]""")!);

    [Fact]
    public void Number_and_size_are_bounded()
    {
        var name = new string('n', 5000);
        var attribute = $$$"""{"key":"k","value":{"stringValue":"{{{name}}}"}}""";
        var span = $$"""{{{Required.Replace("GET", name, StringComparison.Ordinal)}},"attributes":[{{string.Join(',', Enumerable.Repeat(attribute, 65))}}]}""";

        var spans = Read($"[{string.Join(',', Enumerable.Repeat(span, 65))}]")!;

        Assert.Equal(64, spans.Count);
        Assert.Equal((4096, 64), (spans[0].Name.Length, spans[0].Attributes.Count));
        Assert.Equal(4096, ((string)spans[0].Attributes[0].Value!).Length);
    }

    private static List<LambdaSpan>? Read(string json) =>
        LambdaSpanReader.TryRead(Encoding.UTF8.GetBytes(json), ActivityTraceId.CreateFromString(Trace), out var spans) ? spans : null;
}
