using Testing;

namespace LambdaRuntime.Tests;

public sealed class InvocationTests
{
    private static readonly LambdaHandler Handler = (_, _) => ValueTask.FromResult(new LambdaResponse());

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_stream_without_a_byte_has_no_answer() =>
        Assert.Null(await Invocation.AnswerAsync(new MemoryStream(), Handler, Cancellation));

    [Fact]
    public async Task A_request_that_is_too_long_is_a_413()
    {
        var endless = new MemoryStream([.. "{\""u8, .. new byte[100_000]]);

        using var answer = await Invocation.AnswerAsync(endless, Handler, Cancellation, Cancellation, maxLength: 10_000);

        Assert.Equal(413, EnvelopeAnswer.Read(answer!.Written.Span).Status);
        Assert.True(endless.Position < endless.Length);
    }
}
