using System.Text;
using CsCheck;
using LocalLambdas.Hosting;
using LocalLambdas.Messages;

namespace LocalLambdas.Tests.Hosting;

public sealed class HeaderEncodingTests
{
    // Sequences of UTF-8 and bytes that belong to none
    private static readonly Gen<byte[]> Bytes =
        Gen.OneOf(Gen.Byte[1, 127].Select(b => new[] { b }), Gen.Byte[128, 255].Select(b => new[] { b }), Gen.OneOf("é", "日", "😀").Select(Encoding.UTF8.GetBytes))
            .Array[0, 8].Select(parts => parts.SelectMany(part => part).ToArray());

    [Fact]
    public void As_text_bytes_are_UTF8_or_else_Latin1() =>
        Bytes.Sample(
            bytes =>
            {
                var text = ObsText.ToText(HeaderEncoding.Instance.GetString(bytes.AsSpan()));

                Assert.Equal(text, ObsText.ToText(HeaderEncoding.Instance.GetString(bytes)));
                Assert.True(Encoding.UTF8.GetBytes(text).AsSpan().SequenceEqual(bytes) || Encoding.Latin1.GetBytes(text).AsSpan().SequenceEqual(bytes));
            },
            iter: 20_000);

    [Fact]
    public void All_bytes_come_out_as_they_went_in() =>
        Bytes.Sample(
            bytes =>
            {
                var value = HeaderEncoding.Instance.GetString(bytes);

                Assert.Equal(bytes, HeaderEncoding.Instance.GetBytes(value));
                Assert.Equal(bytes.Length, HeaderEncoding.Instance.GetByteCount(value));
                Assert.Equal(bytes, InPieces(value));
            },
            iter: 20_000);

    [Fact]
    public void Values_that_are_joined_stay_what_they_were()
    {
        var joined = $"{HeaderEncoding.Instance.GetString([0xE9])}, {HeaderEncoding.Instance.GetString("💀é"u8)}";

        Assert.Equal([0xE9, .. ", 💀é"u8], HeaderEncoding.Instance.GetBytes(joined));
        Assert.Equal("é, 💀é", ObsText.ToText(joined));
    }

    [Fact]
    public void NUL_is_refused() => Assert.Throws<DecoderFallbackException>(() => HeaderEncoding.Instance.GetString("a\0"u8));

    // As Kestrel does it where there is room for one character
    private static byte[] InPieces(string value)
    {
        var encoder = HeaderEncoding.Instance.GetEncoder();
        var bytes = new List<byte>();
        var room = new byte[4];
        for (var rest = value.AsSpan(); ;)
        {
            encoder.Convert(rest, room, rest.IsEmpty, out var used, out var written, out var completed);
            bytes.AddRange(room[..written]);
            rest = rest[used..];
            if (completed && rest.IsEmpty)
                return [.. bytes];
        }
    }
}
