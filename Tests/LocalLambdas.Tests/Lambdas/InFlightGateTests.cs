using LocalLambdas.Lambdas;

namespace LocalLambdas.Tests.Lambdas;

public class InFlightGateTests
{
    [Fact]
    public void Closing_waits_for_those_inside()
    {
        var gate = new InFlightGate();
        Assert.True(gate.TryEnter());
        Assert.True(gate.TryEnter());

        gate.Close();
        gate.Close();

        Assert.False(gate.TryEnter());
        Assert.Equal(2, gate.Count);
        gate.Leave();
        Assert.False(gate.Drained.IsCompleted);
        gate.Leave();
        Assert.True(gate.Drained.IsCompleted);
        Assert.Equal(0, gate.Count);
    }

    [Fact]
    public void Closing_an_empty_gate_drains_it_at_once()
    {
        var gate = new InFlightGate();

        gate.Close();

        Assert.True(gate.Drained.IsCompleted);
        Assert.False(gate.TryEnter());
    }

    [Fact]
    public void An_idle_gate_closes_only_when_nobody_is_inside()
    {
        var gate = new InFlightGate();
        gate.TryEnter();
        Assert.False(gate.TryCloseIdle());

        gate.Leave();

        Assert.True(gate.TryCloseIdle());
        Assert.False(gate.TryCloseIdle());
        Assert.False(gate.TryEnter());
    }

    [Fact]
    public async Task Nobody_is_inside_once_it_is_drained()
    {
        for (var round = 0; round < 200; round++)
        {
            var gate = new InFlightGate();
            var inside = 0;
            var late = 0;
            var visitors = Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
            {
                while (gate.TryEnter())
                {
                    Interlocked.Increment(ref inside);
                    if (gate.Drained.IsCompleted) Interlocked.Increment(ref late);
                    Interlocked.Decrement(ref inside);
                    gate.Leave();
                }
            })).ToArray();

            gate.Close();
            await gate.Drained.WaitAsync(TestContext.Current.CancellationToken);
            Assert.Equal(0, Volatile.Read(ref inside));
            await Task.WhenAll(visitors);
            Assert.Equal(0, late);
        }
    }
}
