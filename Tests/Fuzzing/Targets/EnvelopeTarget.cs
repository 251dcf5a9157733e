using System.Diagnostics;
using System.Text.Json;
using LocalLambdas.Envelopes;
using LocalLambdas.Messages;
using LocalLambdas.Telemetry;

namespace Fuzzing.Targets;

/// <summary>The answer of a lambda, as the proxy reads it: never an exception, and what is accepted can be written and read again.</summary>
internal sealed class EnvelopeTarget : FuzzTarget
{
    private const string Token = "!#$%&'*+-.^_`|~";

    private static readonly ActivityTraceId Trace = ActivityTraceId.CreateFromString("0af7651916cd43dd8448eb211c80319c");

    public override IReadOnlyList<byte[]> Dictionary { get; } =
    [
        .. Words.Json,
        .. Words.Of("\"status\":200", "\"status\":199", "\"status\":600", "\"status\":2e2", "\"status\":204.0", "\"status\":"),
        .. Words.Of("\"content-length\":\"5\"", "\"transfer-encoding\":\"chunked\"", "\"x\":[\"1\",\"2\"]", "\\r\\nx: y", "\"\":\"\""),
        .. Words.Of("\"spans\":[", "\"startup\":{", "\"runtimeStartedUnixNano\":\"", "\"acceptingUnixNano\":\"", "\"traceId\":\"0af7651916cd43dd8448eb211c80319c\""),
        .. Words.Of("\"attributes\":[", "{\"key\":\"k\",\"value\":{\"doubleValue\":1e999}}", "\"kind\":2", "\"status\":{\"code\":2}"),
    ];

    public override void Run(ReadOnlySpan<byte> input)
    {
        var extras = new EnvelopeExtras(withSpans: true);
        var error = EnvelopeReader.Read(input, extras, out var response);
        Invariant.Holds(error is EnvelopeError.None == response is not null, $"{error} with {(response is null ? "no" : "a")} response");
        StartupTimes.TryRead(extras.Startup, out _);
        LambdaSpanReader.TryRead(extras.Spans, Trace, out _);

        var json = (input.StartsWith("\uFEFF"u8) ? input[3..] : input).Trim(" \t\r\n"u8);
        var isJson = json.StartsWith("{"u8) && IsJson(json);
        if (response is null)
        {
            Invariant.Holds(!isJson || error is not (EnvelopeError.Empty or EnvelopeError.Truncated or EnvelopeError.TrailingBytes), $"{error} of a complete object");
            return;
        }

        Invariant.Holds(isJson, "what is no JSON object was accepted");
        Invariant.Holds(response.Status is >= 200 and <= 599, $"status {response.Status}");
        foreach (var (name, value) in response.Headers)
        {
            Invariant.Holds(name.Length > 0 && name.All(c => char.IsAsciiLetterOrDigit(c) || Token.Contains(c)), $"header name '{name}'");
            Invariant.Holds(value.All(c => c is '\t' || !char.IsControl(c) || c > 127), $"header value '{value}'");
        }

        RoundTrip(response);
    }

    private static void RoundTrip(LambdaResponse response)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteBase64String("body", response.Body.Span);
            json.WriteStartObject("headers");
            foreach (var header in response.Headers)
                json.WriteString(header.Key, header.Value);
            json.WriteEndObject();
            json.WriteNumber("status", response.Status);
            json.WriteEndObject();
        }

        var error = EnvelopeReader.Read(buffer.ToArray(), out var again);
        Invariant.Holds(error is EnvelopeError.None, $"written again: {error}");
        Invariant.Holds(again!.Status == response.Status, "written again: another status");
        Invariant.Holds(again.Headers.SequenceEqual(response.Headers), "written again: other headers");
        Invariant.Holds(again.Body.Span.SequenceEqual(response.Body.Span), "written again: another body");
    }

    private static bool IsJson(ReadOnlySpan<byte> input)
    {
        var reader = new Utf8JsonReader(input);
        try
        {
            return JsonDocument.TryParseValue(ref reader, out var document) && Dispose(document) && !reader.Read();
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static bool Dispose(JsonDocument document)
    {
        document.Dispose();
        return true;
    }
}
