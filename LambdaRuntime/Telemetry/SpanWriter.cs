using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace LambdaRuntime;

/// <summary>Writes activities as spans in OTLP's JSON: https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding.</summary>
internal static class SpanWriter
{
    public static void Write(Utf8JsonWriter json, IReadOnlyList<Activity> activities)
    {
        json.WriteStartArray();
        foreach (var activity in activities)
            Write(json, activity);
        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, Activity activity)
    {
        json.WriteStartObject();
        json.WriteString("traceId"u8, activity.TraceId.ToHexString());
        json.WriteString("spanId"u8, activity.SpanId.ToHexString());
        json.WriteString("parentSpanId"u8, activity.ParentSpanId.ToHexString());
        json.WriteString("name"u8, activity.DisplayName);

        // opentelemetry.proto.trace.v1.Span.SpanKind counts from 1, in the same order
        json.WriteNumber("kind"u8, (int)activity.Kind + 1);
        WriteNanoseconds(json, "startTimeUnixNano", activity.StartTimeUtc);
        WriteNanoseconds(json, "endTimeUnixNano", activity.StartTimeUtc + activity.Duration);
        json.WriteStartArray("attributes"u8);
        foreach (var (key, value) in activity.EnumerateTagObjects())
            WriteAttribute(json, key, value);
        json.WriteEndArray();
        if (activity.Status != ActivityStatusCode.Unset)
            WriteStatus(json, activity);
        json.WriteEndObject();
    }

    private static void WriteStatus(Utf8JsonWriter json, Activity activity)
    {
        json.WriteStartObject("status"u8);
        json.WriteNumber("code"u8, (int)activity.Status);
        if (activity.StatusDescription is { } message)
            json.WriteString("message"u8, message);
        json.WriteEndObject();
    }

    private static void WriteAttribute(Utf8JsonWriter json, string key, object? value)
    {
        if (value is null)
            return;
        json.WriteStartObject();
        json.WriteString("key"u8, key);
        json.WriteStartObject("value"u8);
        switch (value)
        {
            case bool boolean:
                json.WriteBoolean("boolValue"u8, boolean);
                break;
            case int or long or short or byte or uint or ushort or sbyte:
                json.WriteString("intValue"u8, Convert.ToString(value, CultureInfo.InvariantCulture));
                break;
            case double or float when Convert.ToDouble(value, CultureInfo.InvariantCulture) is var real && double.IsFinite(real):
                json.WriteNumber("doubleValue"u8, real);
                break;
            default:
                json.WriteString("stringValue"u8, Convert.ToString(value, CultureInfo.InvariantCulture));
                break;
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    // 64-bit integers are strings in Protobuf's JSON
    private static void WriteNanoseconds(Utf8JsonWriter json, string name, DateTime moment) =>
        json.WriteString(name, ((moment - DateTime.UnixEpoch).Ticks * TimeSpan.NanosecondsPerTick).ToString(CultureInfo.InvariantCulture));
}
