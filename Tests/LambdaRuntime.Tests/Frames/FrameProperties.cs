using System.Text;
using CsCheck;
using LambdaRuntime.Frames;

namespace LambdaRuntime.Tests.Frames;

public sealed class FrameProperties
{
    // One to four bytes a character
    private static readonly Gen<string> Text = Gen.OneOf("a", "Z", "/", " ", "\0", "é", "日", "😀").Array[0, 8].Select(string.Concat);

    private static readonly Gen<string> Name = Text.Select(text => text + "n");

    private static readonly Gen<byte[]> Body = Gen.Byte.Array[0, 300];

    private static readonly Gen<Sent> AnyFrame = Gen.OneOf(
        Gen.Select(Gen.Long, Gen.Long, Body.Select(body => body[..Math.Min(body.Length, FrameLimits.MaxToken)]))
            .Select((started, accepting, token) => new Sent(
                $"hello {started} {accepting} {Convert.ToHexString(token)}", output => FrameWriter.WriteHello(output, new(started, accepting, token)))),
        Gen.Select(Stream, Name, Name, Gen.Select(Name, Text).Array[0, 5], Body, Gen.Bool)
            .Select((stream, method, uri, fields, body, isEnd) => new Sent(
                $"{stream} request {isEnd} {method} {uri} {Describe(fields)}{Convert.ToHexString(body)}",
                output => Write(HeadWriter.Request(output, stream, method, uri), fields, body, isEnd))),
        Gen.Select(Stream, Gen.Int[200, 599], Gen.Select(Name, Text).Array[0, 5], Body, Gen.Bool)
            .Select((stream, status, fields, body, isEnd) => new Sent(
                $"{stream} response {isEnd} {status} {Describe(fields)}{Convert.ToHexString(body)}",
                output => Write(HeadWriter.Response(output, stream, status), fields, body, isEnd))),
        Gen.Select(Stream, Body, Gen.Bool).Select((stream, body, isEnd) => new Sent(
            $"{stream} data {isEnd} {Convert.ToHexString(body)}", output => FrameWriter.WriteData(output, stream, body, isEnd))),
        Gen.Select(Stream, Gen.UInt).Select((stream, bytes) => new Sent(
            $"{stream} credit {bytes}", output => FrameWriter.WriteCredit(output, stream, bytes))),
        Gen.Select(Stream, Gen.UShort).Select((stream, code) => new Sent(
            $"{stream} cancel {code}", output => FrameWriter.WriteCancel(output, stream, (CancelCode)code))),
        Gen.Select(Stream, Body).Select((stream, json) => new Sent(
            $"{stream} spans {Convert.ToHexString(json)}", output => FrameWriter.WriteSpans(output, stream, json))),
        Gen.UInt.Select(last => new Sent($"goaway {last}", output => FrameWriter.WriteGoAway(output, last))));

    private static Gen<uint> Stream => Gen.UInt[1, uint.MaxValue];

    [Fact]
    public void What_is_written_is_read_wherever_the_pieces_are_cut() =>
        Gen.Select(AnyFrame.Array[1, 8], Gen.Int[1, 64], Gen.Int[12, 600]).Sample(
            (frames, piece, capacity) =>
            {
                using var output = new EnvelopeBuffer();
                foreach (var frame in frames)
                    frame.Write(output);

                Assert.Equal(frames.Select(frame => frame.Description), ReadAll(output.Written.ToArray(), piece, new(capacity)));
            },
            iter: 3_000);

    [Fact]
    public void Every_cut_of_two_frames_gives_the_same_frames()
    {
        using var output = new EnvelopeBuffer();
        Write(HeadWriter.Request(output, 7, "GET", "/é"), [("n", "v"), ("m", "日")], [1, 2, 3], false);
        FrameWriter.WriteData(output, 7, [4, 5], true);
        var bytes = output.Written.ToArray();
        for (var cut = 1; cut < bytes.Length; cut++)
            Assert.Equal(
                ["7 request False GET /é n: v|m: 日|010203", "7 data True 0405"],
                [.. ReadAll(bytes, cut, new())]);
    }

    [Fact]
    public void No_bytes_make_the_reader_throw_or_take_an_illegal_frame_for_a_legal_one() =>
        Gen.Select(AnyFrame.Array[1, 4], Gen.Select(Gen.Int[0, 400], Gen.Byte).Array[1, 6], Gen.Int[1, 64]).Sample(
            (frames, edits, piece) =>
            {
                using var output = new EnvelopeBuffer();
                foreach (var frame in frames)
                    frame.Write(output);
                var bytes = output.Written.ToArray();
                foreach (var (at, to) in edits)
                    bytes[at % bytes.Length] = to;

                var whole = ReadAll(bytes, bytes.Length, new()).ToArray();
                Assert.Equal(whole, ReadAll(bytes, piece, new(FrameHeader.Size)));
            },
            iter: 10_000);

    private static IEnumerable<string> ReadAll(byte[] bytes, int piece, FrameInput input)
    {
        for (var start = 0; start < bytes.Length;)
        {
            var free = input.Free();
            Assert.False(free.IsEmpty);
            var count = Math.Min(Math.Min(piece, free.Length), bytes.Length - start);
            bytes.AsMemory(start, count).CopyTo(free);
            input.Advance(count);
            start += count;
            FrameError error;
            while (input.TryRead(out var header, out var payload, out error))
                yield return Describe(header, payload.Span);
            if (error == FrameError.None)
                continue;
            yield return error.ToString();
            yield break;
        }
    }

    private static string Describe(FrameHeader header, ReadOnlySpan<byte> payload)
    {
        switch (header.Type)
        {
            case FrameType.Hello:
                return Hello.Read(payload, out var hello) is var helloError and not FrameError.None ? helloError.ToString()
                    : $"hello {hello.RuntimeStartedUnixNano} {hello.AcceptingUnixNano} {Convert.ToHexString(hello.Token)}";
            case FrameType.Request:
                return RequestHead.Read(payload, out var request) is var requestError and not FrameError.None ? requestError.ToString()
                    : $"{header.Stream} request {header.IsEnd} {Encoding.UTF8.GetString(request.Method)} {Encoding.UTF8.GetString(request.Uri)} "
                    + Describe(request.Fields) + Convert.ToHexString(request.Body);
            case FrameType.Response:
                return ResponseHead.Read(payload, out var response) is var responseError and not FrameError.None ? responseError.ToString()
                    : $"{header.Stream} response {header.IsEnd} {response.Status} {Describe(response.Fields)}{Convert.ToHexString(response.Body)}";
            case FrameType.Data:
                return $"{header.Stream} data {header.IsEnd} {Convert.ToHexString(payload)}";
            case FrameType.Credit:
                return $"{header.Stream} credit {BitConverter.ToUInt32(payload)}";
            case FrameType.Cancel:
                return $"{header.Stream} cancel {BitConverter.ToUInt16(payload)}";
            case FrameType.Spans:
                return $"{header.Stream} spans {Convert.ToHexString(payload)}";
            default:
                return $"goaway {BitConverter.ToUInt32(payload)}";
        }
    }

    private static string Describe(HeadFields fields)
    {
        var text = new StringBuilder();
        while (fields.MoveNext())
            text.Append(Encoding.UTF8.GetString(fields.Name)).Append(": ").Append(Encoding.UTF8.GetString(fields.Value)).Append('|');
        return text.ToString();
    }

    private static string Describe((string Name, string Value)[] fields) => string.Concat(fields.Select(field => $"{field.Name}: {field.Value}|"));

    private static void Write(HeadWriter writer, (string Name, string Value)[] fields, byte[] body, bool isEnd)
    {
        foreach (var (name, value) in fields)
            writer.Field(name, value);
        Assert.True(writer.TryEnd(body, isEnd));
    }

    private sealed record Sent(string Description, Action<EnvelopeBuffer> Write);
}
