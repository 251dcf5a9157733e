using LocalLambdas.Sockets;

namespace LocalLambdas.Tests.Sockets;

public sealed class EndOfBatchTests
{
    [Fact]
    public void What_is_put_off_is_done_once_the_batch_is_over_also_what_comes_of_it()
    {
        List<string> done = [];
        Thread thread = new(() =>
        {
            EndOfBatch.Begin();
            Assert.True(EndOfBatch.TryPutOff(() =>
            {
                done.Add("first");
                EndOfBatch.TryPutOff(() => done.Add("of the first"));
            }));
            done.Add("batch");
            EndOfBatch.Come();
            EndOfBatch.Come();
        });
        thread.Start();
        thread.Join();

        Assert.Equal(["batch", "first", "of the first"], done);
    }

    [Fact]
    public void Other_threads_put_nothing_off() => Assert.False(EndOfBatch.TryPutOff(() => { }));
}
