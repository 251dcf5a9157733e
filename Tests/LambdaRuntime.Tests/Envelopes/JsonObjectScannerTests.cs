using System.Text;
using Testing;

namespace LambdaRuntime.Tests.Envelopes;

public sealed class JsonObjectScannerTests
{
    private static readonly byte[] Tricky = [
        .. "\uFEFF \n"u8,
        .. EnvelopeRequest.Write("/ü\\\"}{][", [1, 2, 3], "GET", ("a\"}\\", "]\\\\"), ("b", "\\\"")),
    ];

    [Fact]
    public void Finds_the_end_wherever_the_object_is_split()
    {
        byte[] withMore = [.. Tricky, .. "{}"u8];
        for (var split = 0; split <= Tricky.Length; split++)
        {
            var scanner = new JsonObjectScanner();
            var end = scanner.IndexAfterEnd(withMore.AsSpan(0, split));
            if (split == Tricky.Length)
                Assert.Equal(split, end);
            else
            {
                Assert.Equal(-1, end);
                Assert.Equal(Tricky.Length - split, scanner.IndexAfterEnd(withMore.AsSpan(split)));
            }
        }
    }

    [Fact]
    public void Finds_the_end_byte_by_byte()
    {
        var scanner = new JsonObjectScanner();
        for (var index = 0; index < Tricky.Length; index++)
            Assert.Equal(index == Tricky.Length - 1 ? 1 : -1, scanner.IndexAfterEnd(Tricky.AsSpan(index, 1)));
    }

    [Theory]
    [InlineData("GET / HTTP/1.1")]
    [InlineData("[")]
    [InlineData("  1")]
    public void Ends_at_once_where_no_object_begins(string text) =>
        Assert.NotEqual(-1, new JsonObjectScanner().IndexAfterEnd(Encoding.UTF8.GetBytes(text)));
}
