using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;
using LocalLambdas.Envelopes;
using Microsoft.AspNetCore.Http;

namespace LocalLambdas.Tests.Envelopes;

public sealed class EnvelopeProperties
{
    private static readonly Gen<string> Name = Gen.String[Gen.OneOf([.. "aAbB1-_!~"]), 1, 6];

    // Text with what JSON escapes, and what takes two, three and four bytes as UTF-8
    private static readonly Gen<string> Value = Gen.OneOf("a", "\"", "\\", "\t", " ", "/", "é", "ÿ", "日", "😀", "<", "\u2028").Array[0, 8].Select(string.Concat);

    private static readonly JsonSerializerOptions Escaping = new() { Encoder = JavaScriptEncoder.Default };

    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly Gen<byte[]> Body = Gen.Byte.Array[0, 100];

    private static readonly Gen<(string Name, string[] Values)[]> Headers =
        Gen.Select(Name, Value.Array[1, 3]).Array[0, 6].Select(headers => headers.DistinctBy(header => header.Item1.ToUpperInvariant()).ToArray());

    [Fact]
    public void Any_request_can_be_read_out_of_its_envelope() =>
        Gen.Select(Value, Value, Headers, Headers, Body).Sample(
            (method, uri, headers, own, body) =>
            {
                var sent = new HeaderDictionary();
                foreach (var (name, values) in headers)
                    sent[name] = values;
                var ownHeaders = own.Select(header => KeyValuePair.Create(header.Name, header.Values[0])).ToArray();
                var output = new ArrayBufferWriter<byte>();

                EnvelopeWriter.Write(output, new(method, uri, sent, new(body)) { OwnHeaders = ownHeaders });

                using var json = JsonDocument.Parse(output.WrittenMemory);
                var expected = headers
                    .Where(header => !own.Any(o => o.Name.Equals(header.Name, StringComparison.OrdinalIgnoreCase)))
                    .SelectMany(header => header.Values.Select(value => (header.Name, value)))
                    .Concat(ownHeaders.Select(header => (header.Key, header.Value)));
                Assert.Equal(method, json.RootElement.GetProperty("method").GetString());
                Assert.Equal(uri, json.RootElement.GetProperty("uri").GetString());
                Assert.Equal(expected, json.RootElement.GetProperty("headers").EnumerateArray().Select(header => (header[0].GetString()!, header[1].GetString()!)));
                Assert.Equal(body, json.RootElement.GetProperty("body").GetBytesFromBase64());
            },
            iter: 5_000);

    [Fact]
    public void Any_legal_answer_is_read_whatever_its_order_and_its_escapes() =>
        Gen.Select(Gen.Int[200, 599], Headers, Body, Gen.Bool, Gen.Int).Sample(
            (status, headers, body, escapes, seed) =>
            {
                var envelope = Write(status, headers, body, escapes, seed);

                Assert.Equal(EnvelopeError.None, EnvelopeReader.Read(envelope, out var response));

                Assert.Equal(status, response!.Status);
                Assert.Equal(
                    headers.SelectMany(header => header.Values.Select(value => KeyValuePair.Create(header.Name, value))),
                    response.Headers);
                Assert.Equal(body, response.Body.ToArray());
            },
            iter: 5_000);

    [Fact]
    public void No_part_of_an_answer_is_taken_for_the_whole_and_nothing_may_follow() =>
        Gen.Select(Gen.Int[200, 599], Headers, Body, Gen.Int[0, 1000], Gen.OneOf((byte)'{', (byte)'0', (byte)',', (byte)0)).Sample(
            (status, headers, body, at, more) =>
            {
                var envelope = Write(status, headers, body, escapes: false, seed: 0);

                Assert.NotEqual(EnvelopeError.None, EnvelopeReader.Read(envelope.AsSpan(0, at % envelope.Length), out var part));
                Assert.Null(part);
                Assert.NotEqual(EnvelopeError.None, EnvelopeReader.Read([.. envelope, more], out var whole));
                Assert.Null(whole);
            },
            iter: 5_000);

    [Fact]
    public void No_bytes_make_the_reader_throw_or_answer_what_HTTP_forbids() =>
        Gen.Select(Gen.Int[200, 599], Headers, Body, Gen.Select(Gen.Int[0, 1000], Gen.Byte).Array[1, 4]).Sample(
            (status, headers, body, edits) =>
            {
                var envelope = Write(status, headers, body, escapes: false, seed: 0);
                foreach (var (at, to) in edits)
                    envelope[at % envelope.Length] = to;

                if (EnvelopeReader.Read(envelope, out var response) is not EnvelopeError.None) return;
                Assert.InRange(response!.Status, 200, 599);
                Assert.All(response.Headers, header => Assert.DoesNotContain(header.Key + header.Value, c => c is '\r' or '\n' or '\0'));
            },
            iter: 20_000);

    private static byte[] Write(int status, (string Name, string[] Values)[] headers, byte[] body, bool escapes, int seed)
    {
        KeyValuePair<string, JsonNode?>[] members =
        [
            new("status", status),
            new("headers", new JsonObject(headers.Select(header => KeyValuePair.Create(
                header.Name,
                header.Values is [var value] ? (JsonNode?)value : new JsonArray([.. header.Values.Select(v => (JsonNode?)v)]))))),
            new("body", Convert.ToBase64String(body)),
            new("other", new JsonArray(1, "x", new JsonObject())),
        ];
        new Random(seed).Shuffle(members);
        return JsonSerializer.SerializeToUtf8Bytes(
            new JsonObject(members),
            escapes ? Escaping : Relaxed);
    }
}
