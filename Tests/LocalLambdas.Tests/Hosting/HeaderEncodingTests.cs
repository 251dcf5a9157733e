using System.Text;
using CsCheck;
using LocalLambdas.Hosting;

namespace LocalLambdas.Tests.Hosting;

public sealed class HeaderEncodingTests
{
    // Sequences of UTF-8 and bytes that belong to none
    private static readonly Gen<byte[]> Bytes =
        Gen.OneOf(Gen.Byte[1, 127].Select(b => new[] { b }), Gen.Byte[128, 255].Select(b => new[] { b }), Gen.OneOf("é", "日", "😀").Select(Encoding.UTF8.GetBytes))
            .Array[0, 8].Select(parts => parts.SelectMany(part => part).ToArray());

    [Fact]
    public void Bytes_are_UTF8_or_else_Latin1() =>
        Bytes.Sample(
            bytes =>
            {
                var text = HeaderEncoding.Instance.GetString(bytes.AsSpan());

                Assert.Equal(text, HeaderEncoding.Instance.GetString(bytes));
                Assert.True(Encoding.UTF8.GetBytes(text).AsSpan().SequenceEqual(bytes) || Encoding.Latin1.GetBytes(text).AsSpan().SequenceEqual(bytes));
            },
            iter: 20_000);

    [Fact]
    public void What_an_answer_says_is_read_as_the_same_text() =>
        Bytes.Sample(
            bytes =>
            {
                var text = HeaderEncoding.Instance.GetString(bytes);
                return HeaderEncoding.Instance.GetString(HeaderEncoding.Instance.GetBytes(text)) == text;
            },
            iter: 20_000);

    [Fact]
    public void NUL_is_refused() => Assert.Throws<DecoderFallbackException>(() => HeaderEncoding.Instance.GetString("a\0"u8));
}
