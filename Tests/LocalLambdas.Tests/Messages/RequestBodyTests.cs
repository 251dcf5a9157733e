using System.IO.Pipelines;
using LocalLambdas.Messages;

namespace LocalLambdas.Tests.Messages;

public sealed class RequestBodyTests
{
    private const int Many = 16 * 1024;

    [Fact]
    public async Task What_comes_right_behind_a_small_piece_goes_along()
    {
        var reader = new Growing(new(new(new byte[100]), false, false), new(new(new byte[3000]), false, false));

        var result = await ReadAsync(reader);

        Assert.Equal(3000, result.Buffer.Length);
        Assert.Equal(0, reader.Consumed);
    }

    [Theory, InlineData(Many, false, false), InlineData(100, true, false), InlineData(100, false, true)]
    public async Task Nothing_is_waited_for_behind_much_or_the_end(int bytes, bool isCanceled, bool isCompleted)
    {
        var reader = new Growing(new ReadResult(new(new byte[bytes]), isCanceled, isCompleted));

        var result = await ReadAsync(reader);

        Assert.Equal(bytes, result.Buffer.Length);
        Assert.Equal((isCanceled, isCompleted), (result.IsCanceled, result.IsCompleted));
    }

    private static async Task<ReadResult> ReadAsync(Growing reader) =>
        await new RequestBody(reader, null, null, new(null, null)).ReadAsync(TestContext.Current.CancellationToken);

    /// <summary>Has more each time that it is asked.</summary>
    private sealed class Growing(params ReadResult[] results) : PipeReader
    {
        private int _next;

        public long Consumed { get; private set; }

        public override ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default) => new(results[_next++]);

        public override void AdvanceTo(SequencePosition consumed) => AdvanceTo(consumed, consumed);

        public override void AdvanceTo(SequencePosition consumed, SequencePosition examined) => Consumed += results[_next - 1].Buffer.GetOffset(consumed);

        public override bool TryRead(out ReadResult result) => throw new NotSupportedException();

        public override void CancelPendingRead() => throw new NotSupportedException();

        public override void Complete(Exception? exception = null) => throw new NotSupportedException();
    }
}
