using System.Text.Json;
using LambdaRuntime;

namespace Fuzzing.Targets;

/// <summary>
/// A request as a lambda reads it: never an exception, what is accepted can be written and read again, and the scanner that finds the
/// end of the envelope in what has come so far agrees with a JSON parser on where that is.
/// </summary>
internal sealed class RuntimeTarget : FuzzTarget
{
    public override IReadOnlyList<byte[]> Dictionary { get; } =
    [
        .. Words.Json,
        .. Words.Of("\"method\":\"GET\"", "\"uri\":\"/a?b=c\"", "\"headers\":[[\"a\",\"b\"]]", "[\"a\"]", "[\"a\",1]", "?x=%zz&x=+&=&&", "%f0%9f%98%80"),
    ];

    public override void Run(ReadOnlySpan<byte> input)
    {
        var isRequest = Envelope.TryReadRequest(input, out var request, out var error);
        Invariant.Holds(isRequest == (error is EnvelopeError.None) && isRequest == request is not null, $"{error}, but {isRequest}");

        var scanned = ScanWhole(input);
        Invariant.Holds(scanned == ScanBytes(input), "the scanner finds another end if the bytes come one by one");
        if (EndOfObject(input) is { } end)
            Invariant.Holds(scanned == end, $"the object ends at {end}, the scanner says {scanned}");
        if (request is null)
            return;

        Invariant.Holds(scanned > 0 && input[scanned..].IndexOfAnyExcept(" \t\r\n"u8) < 0, "accepted, but not scanned to its end");
        Use(request);
        RoundTrip(request);
    }

    private static int ScanWhole(ReadOnlySpan<byte> input) => new JsonObjectScanner().IndexAfterEnd(input);

    private static int ScanBytes(ReadOnlySpan<byte> input)
    {
        var scanner = new JsonObjectScanner();
        for (var index = 0; index < input.Length; index++)
        {
            if (scanner.IndexAfterEnd(input.Slice(index, 1)) >= 0)
                return index + 1;
        }

        return -1;
    }

    /// <summary>The index after the object, -1 if it goes on, null if there is none or it is wrong.</summary>
    private static int? EndOfObject(ReadOnlySpan<byte> input)
    {
        var begin = input.StartsWith("\uFEFF"u8) ? 3 : 0;
        var first = input[begin..].IndexOfAnyExcept(" \t\r\n"u8);
        if (first < 0 || input[begin + first] != '{')
            return null;
        var json = new Utf8JsonReader(input[begin..], isFinalBlock: false, state: default);
        try
        {
            while (json.Read())
            {
                if (json.TokenType is JsonTokenType.EndObject && json.CurrentDepth == 0)
                    return begin + (int)json.BytesConsumed;
            }

            return -1;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    // What a handler may do with any request
    private static void Use(LambdaRequest request)
    {
        _ = request.Path;
        _ = request.Query("x");
        _ = request.Query("bytes");
        _ = request.Headers["a"];
    }

    private static void RoundTrip(LambdaRequest request)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteBase64String("body", request.Body.Span);
            json.WriteStartArray("headers");
            foreach (var (name, value) in request.Headers)
            {
                json.WriteStartArray();
                json.WriteStringValue(name);
                json.WriteStringValue(value);
                json.WriteEndArray();
            }

            json.WriteEndArray();
            json.WriteString("uri", request.Uri);
            json.WriteString("method", request.Method);
            json.WriteEndObject();
        }

        Invariant.Holds(Envelope.TryReadRequest(buffer.ToArray(), out var again, out var error), $"written again: {error}");
        Invariant.Holds(again.Method == request.Method && again.Uri == request.Uri, "written again: another method or URI");
        Invariant.Holds(again.Headers.SequenceEqual(request.Headers), "written again: other headers");
        Invariant.Holds(again.Body.Span.SequenceEqual(request.Body.Span), "written again: another body");
    }
}
