using LocalLambdas.Transports;
using LocalLambdas.Transports.Json;

namespace LocalLambdas.Tests.Transports.Json;

public class AnswerBufferTests
{
    [Fact]
    public async Task The_largest_answer_is_read()
    {
        using var answer = new AnswerBuffer();
        using var stream = new MemoryStream(new byte[AnswerBuffer.MaximumBytes]);

        await answer.ReadToEndAsync(stream, TestContext.Current.CancellationToken);

        Assert.Equal(AnswerBuffer.MaximumBytes, answer.Length);
    }

    [Fact]
    public async Task One_byte_more_is_too_large()
    {
        using var answer = new AnswerBuffer();
        using var stream = new MemoryStream(new byte[AnswerBuffer.MaximumBytes + 1]);

        var exception = await Assert.ThrowsAsync<TransportException>(
            async () => await answer.ReadToEndAsync(stream, TestContext.Current.CancellationToken));

        Assert.Equal(TransportError.AnswerTooLarge, exception.Error);
    }
}
