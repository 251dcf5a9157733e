using System.Text;
using LocalLambdas.Processes;

namespace LocalLambdas.Tests.Processes;

public sealed class LineSplitterTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("\n", "|")]
    [InlineData("a\nb\n", "a|b|")]
    [InlineData("a\r\nb", "a|b|")]
    [InlineData("a\n\n\nb", "a|||b|")]
    [InlineData("a\rb\n", "a\\x0db|")]
    [InlineData("a\tb\u001b[2K\u009b\u007f\0\n", "a\tb\\x1b[2K\\x9b\\x7f\\x00|")]
    [InlineData("größer 😀\nend", "größer 😀|end|")]
    public void Lines_are_the_same_however_the_bytes_arrive(string text, string expected)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        foreach (int size in Enumerable.Range(1, bytes.Length + 1))
        {
            string lines = string.Concat(Split(bytes, size).Select(line => line + "|"));
            Assert.Equal(expected, lines);
        }
    }

    [Fact]
    public void What_is_no_utf8_is_replaced_and_the_rest_stays()
    {
        Assert.Equal(["a\uFFFDb", "c"], Split([(byte)'a', 0xFF, (byte)'b', (byte)'\n', (byte)'c'], 2));
    }

    [Theory]
    [InlineData(0, 'x')]
    [InlineData(1, 'ä')]
    [InlineData(1, '€')]
    [InlineData(2, '€')]
    public void An_overlong_line_comes_in_pieces_that_cut_no_character(int offset, char character)
    {
        string line = new string('.', offset) + new string(character, 20_000);
        List<string> pieces = Split(Encoding.UTF8.GetBytes(line + "\nnext\n"), 1000);

        Assert.Equal(line, string.Concat(pieces.SkipLast(1)));
        Assert.Equal("next", pieces[^1]);
        Assert.All(pieces, piece => Assert.InRange(Encoding.UTF8.GetByteCount(piece), 1, LineSplitter.MaxLineBytes));
    }

    [Theory]
    [InlineData(LineSplitter.MaxLineBytes)]
    [InlineData(LineSplitter.MaxLineBytes * 2)]
    public void A_line_that_fills_its_pieces_is_followed_by_no_empty_one(int length)
    {
        List<string> pieces = Split(Encoding.UTF8.GetBytes(new string('x', length) + "\r\n"), 512);

        Assert.Equal(length, pieces.Sum(piece => piece.TrimEnd('\r').Length));
        Assert.DoesNotContain("", pieces);
    }

    private static List<string> Split(ReadOnlySpan<byte> bytes, int size)
    {
        List<string> lines = [];
        LineSplitter splitter = new(lines.Add);
        for (; !bytes.IsEmpty; bytes = bytes[Math.Min(size, bytes.Length)..])
            splitter.Append(bytes[..Math.Min(size, bytes.Length)]);
        splitter.Complete();
        return lines;
    }
}
