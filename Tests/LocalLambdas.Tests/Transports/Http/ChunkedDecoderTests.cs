using System.Text;
using CsCheck;
using LocalLambdas.Transports.Http;

namespace LocalLambdas.Tests.Transports.Http;

public sealed class ChunkedDecoderTests
{
    private static readonly Gen<byte[][]> Chunks = Gen.Byte.Array[1, 40].Array[0, 6];

    private static readonly Gen<string> Extension = Gen.OneOf("", ";a", ";a=b", " ; a=\"b c\"", ";", "\t");

    [Theory]
    [InlineData("\r\n"), InlineData("x\r\n"), InlineData("-1\r\n"), InlineData("+1\r\n"), InlineData("0x1\r\n"), InlineData(" 1\r\n"), InlineData("1 a\r\n")]
    [InlineData("1\n"), InlineData("1\rx\r\n"), InlineData("1\0\r\n"), InlineData("1000000000000000\r\n"), InlineData("00000000000000001\r\n")]
    [InlineData("1\r\nab\r\n"), InlineData("1\r\na\n"), InlineData("1\r\na\r\r\n"), InlineData("0\r\nno trailer\r\n"), InlineData("0\r\n: x\r\n"), InlineData("0\r\na: b\n\n")]
    public void What_is_no_chunk_is_refused(string text) => Assert.Equal(BadResponse.ChunkIllegal, Decode(Encoding.Latin1.GetBytes(text), int.MaxValue).Error);

    [Fact]
    public void A_line_without_end_is_not_waited_for()
    {
        Assert.Equal(BadResponse.ChunkIllegal, Decode(Encoding.Latin1.GetBytes("1;" + new string('x', 5000)), int.MaxValue).Error);
        Assert.Equal(BadResponse.ChunkIllegal, Decode(Encoding.Latin1.GetBytes("0\r\n" + string.Concat(Enumerable.Repeat($"a: {new string('x', 1000)}\r\n", 66))), int.MaxValue).Error);
    }

    [Fact]
    public void Any_chunks_in_any_pieces_are_the_body_and_what_follows_is_left() =>
        Gen.Select(Chunks, Extension, Gen.Int[0, 3], Gen.Bool, Gen.Int[1, 60], Gen.Int[1, 60]).Sample(
            (chunks, extension, trailers, upperCase, piece, most) =>
            {
                var encoded = Encode(chunks, extension, trailers, upperCase);

                var (error, body, consumed, ended) = Decode([.. encoded, .. "HTTP/1.1"u8], piece, most);

                Assert.Equal(BadResponse.None, error);
                Assert.True(ended);
                Assert.Equal(chunks.SelectMany(chunk => chunk), body);
                Assert.Equal(encoded.Length, consumed);
            },
            iter: 5_000);

    [Fact]
    public void No_part_of_a_body_is_taken_for_the_whole() =>
        Gen.Select(Chunks, Extension, Gen.Int[0, 3], Gen.Int[0, 1000]).Sample(
            (chunks, extension, trailers, at) =>
            {
                var encoded = Encode(chunks, extension, trailers, upperCase: false);

                var (error, _, _, ended) = Decode(encoded[..(at % encoded.Length)], int.MaxValue);

                Assert.Equal(BadResponse.None, error);
                Assert.False(ended);
            },
            iter: 5_000);

    private static byte[] Encode(byte[][] chunks, string extension, int trailers, bool upperCase)
    {
        var encoded = new List<byte>();
        foreach (var chunk in chunks)
        {
            encoded.AddRange(Encoding.Latin1.GetBytes(chunk.Length.ToString(upperCase ? "X" : "x", null) + extension + "\r\n"));
            encoded.AddRange(chunk);
            encoded.AddRange("\r\n"u8);
        }

        encoded.AddRange(Encoding.Latin1.GetBytes($"0{extension}\r\n{string.Concat(Enumerable.Repeat("x-trailer: y\r\n", trailers))}\r\n"));
        return [.. encoded];
    }

    /// <param name="piece">So many more bytes are there each time when more are needed.</param>
    /// <param name="most">So many bytes of data there is room for.</param>
    private static (BadResponse Error, byte[] Body, int Consumed, bool Ended) Decode(byte[] input, int piece, int most = int.MaxValue)
    {
        var decoder = new ChunkedDecoder();
        var body = new List<byte>();
        var begin = 0;
        var available = Math.Min(piece, input.Length);
        while (true)
        {
            var error = decoder.Next(input.AsSpan(begin, available - begin), most, out var consumed, out var data);
            begin += consumed;
            body.AddRange(data);
            if (error is not BadResponse.None || decoder.HasEnded)
                return (error, [.. body], begin, decoder.HasEnded);
            if (!data.IsEmpty)
                continue;
            if (available == input.Length)
                return (error, [.. body], begin, false);
            available = Math.Min(available + piece, input.Length);
        }
    }
}
