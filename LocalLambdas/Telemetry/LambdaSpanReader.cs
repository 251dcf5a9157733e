using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace LocalLambdas.Telemetry;

/// <summary>
/// Reads the member <c>spans</c> of an answer: spans in the JSON encoding of OTLP
/// (https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding). What a lambda sends is bounded in number and size.
/// </summary>
internal static class LambdaSpanReader
{
    private const int MaxSpans = 64;
    private const int MaxAttributes = 64;
    private const int MaxTextLength = 4096;

    /// <summary>False if it is malformed, or of another trace. What is beyond the bounds is left out.</summary>
    public static bool TryRead(ReadOnlyMemory<byte> json, ActivityTraceId trace, out List<LambdaSpan> spans)
    {
        spans = [];
        try
        {
            using var document = JsonDocument.Parse(json);
            if (document.RootElement.ValueKind is not JsonValueKind.Array) return false;
            var traceId = trace.ToHexString();
            foreach (var element in document.RootElement.EnumerateArray())
            {
                if (spans.Count == MaxSpans) return true;
                if (Read(element, traceId) is not { } span) return false;
                spans.Add(span);
            }

            return true;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: text that is not UTF-8, or half a surrogate pair.
            return false;
        }
    }

    private static LambdaSpan? Read(JsonElement span, string traceId)
    {
        if (span.ValueKind is not JsonValueKind.Object
            || !traceId.Equals(Text(span, "traceId"), StringComparison.OrdinalIgnoreCase)
            || SpanId(span, "spanId") is not { } id
            || Text(span, "name") is not { } name
            || UnixNano.In(span, "startTimeUnixNano") is not { } start
            || UnixNano.In(span, "endTimeUnixNano") is not { } end)
        {
            return null;
        }

        var (status, description) = Status(span);
        return new(id, SpanId(span, "parentSpanId") ?? default, name, Kind(span), start, end < start ? start : end, Attributes(span), status, description);
    }

    // An id of zeros is none (https://www.w3.org/TR/trace-context/#parent-id), and refused by the framework.
    private static ActivitySpanId? SpanId(JsonElement span, string property) =>
        Text(span, property) is { Length: 16 } text && text.All(char.IsAsciiHexDigit) && text.Any(static digit => digit is not '0')
            ? ActivitySpanId.CreateFromString(text.ToLowerInvariant())
            : null;

    // opentelemetry.proto.trace.v1.Span.SpanKind
    private static ActivityKind Kind(JsonElement span) => Number(span, "kind") switch
    {
        2 => ActivityKind.Server,
        3 => ActivityKind.Client,
        4 => ActivityKind.Producer,
        5 => ActivityKind.Consumer,
        _ => ActivityKind.Internal,
    };

    // opentelemetry.proto.trace.v1.Status.StatusCode
    private static (ActivityStatusCode Status, string? Description) Status(JsonElement span) =>
        !span.TryGetProperty("status", out var status) || status.ValueKind is not JsonValueKind.Object
            ? default
            : Number(status, "code") switch
            {
                1 => (ActivityStatusCode.Ok, null),
                2 => (ActivityStatusCode.Error, Text(status, "message")),
                _ => default,
            };

    private static List<KeyValuePair<string, object?>> Attributes(JsonElement span)
    {
        var attributes = new List<KeyValuePair<string, object?>>();
        if (!span.TryGetProperty("attributes", out var list) || list.ValueKind is not JsonValueKind.Array) return attributes;
        foreach (var attribute in list.EnumerateArray())
        {
            if (attributes.Count == MaxAttributes) break;
            if (attribute.ValueKind is not JsonValueKind.Object || Text(attribute, "key") is not { Length: > 0 } key) continue;
            if (attribute.TryGetProperty("value", out var value) && Value(value) is { } known) attributes.Add(new(key, known));
        }

        return attributes;
    }

    private static object? Value(JsonElement value)
    {
        if (value.ValueKind is not JsonValueKind.Object) return null;
        if (Text(value, "stringValue") is { } text) return text;
        if (Number(value, "intValue") is { } number) return number;
        if (value.TryGetProperty("doubleValue", out var real) && real.ValueKind is JsonValueKind.Number) return real.GetDouble();
        if (value.TryGetProperty("boolValue", out var boolean) && boolean.ValueKind is JsonValueKind.True or JsonValueKind.False) return boolean.GetBoolean();
        return null;
    }

    private static string? Text(JsonElement element, string property)
    {
        if (!element.TryGetProperty(property, out var value) || value.ValueKind is not JsonValueKind.String) return null;
        var text = value.GetString()!;
        return text.Length <= MaxTextLength ? text : text[..MaxTextLength];
    }

    // 64-bit integers are strings in Protobuf's JSON; 32-bit ones are numbers.
    private static long? Number(JsonElement element, string property) =>
        !element.TryGetProperty(property, out var value) ? null
        : value.ValueKind is JsonValueKind.Number && value.TryGetInt64(out var number) ? number
        : value.ValueKind is JsonValueKind.String
            && long.TryParse(value.GetString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var written) ? written
        : null;
}
