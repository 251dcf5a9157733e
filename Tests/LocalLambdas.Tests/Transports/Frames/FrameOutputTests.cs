using System.Buffers;
using LocalLambdas.Sockets;
using LocalLambdas.Transports.Frames;

namespace LocalLambdas.Tests.Transports.Frames;

public sealed class FrameOutputTests
{
    private const int Little = 10;
    private const int Much = 16 * 1024;

    [Fact]
    public void What_is_put_off_goes_at_the_end_of_the_batch_or_once_it_is_much()
    {
        using MemoryStream wire = new();
        Lock gate = new();
        var errors = 0;
        FrameOutput output = new(wire, gate, () => errors++);
        List<long> sent = [];

        // A thread of its own has batches, as the loops have.
        Thread thread = new(() =>
        {
            EndOfBatch.Begin();
            foreach (var length in (int[])[Little, Much, Little, Little])
            {
                lock (gate) output.Buffer.Write(new byte[length]);
                output.Flush();
                sent.Add(wire.Length);
            }

            EndOfBatch.Come();
            sent.Add(wire.Length);
        });
        thread.Start();
        thread.Join();

        const long AtOnce = Little + Much;
        Assert.Equal([0, AtOnce, AtOnce, AtOnce, AtOnce + (2 * Little)], sent);
        Assert.Equal(0, errors);
    }
}
