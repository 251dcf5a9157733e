namespace LambdaRuntime.Tests.Envelopes;

public sealed class EnvelopeBufferTests
{
    [Fact]
    public void Keeps_what_is_written_while_it_grows()
    {
        using var buffer = new EnvelopeBuffer();
        var expected = new byte[100_000];
        new Random(1).NextBytes(expected);
        for (var start = 0; start < expected.Length; start += 1000)
        {
            expected.AsSpan(start, 1000).CopyTo(buffer.GetSpan(1000));
            buffer.Advance(1000);
        }

        Assert.Equal(expected, buffer.Written.ToArray());
    }

    [Fact]
    public void Refuses_to_advance_past_its_end()
    {
        using var buffer = new EnvelopeBuffer();

        Assert.Throws<ArgumentOutOfRangeException>(() => buffer.Advance(buffer.GetMemory().Length + 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => buffer.Advance(-1));
    }
}
