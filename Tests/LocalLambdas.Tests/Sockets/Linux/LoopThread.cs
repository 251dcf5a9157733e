using System.Net.Sockets;
using System.Runtime.Versioning;
using LocalLambdas.Sockets.Linux;
using Testing;

namespace LocalLambdas.Tests.Sockets.Linux;

/// <summary>The thread of an event loop, on which a test does something as the proxy does: when it has been told of a socket.</summary>
[SupportedOSPlatform("linux")]
internal sealed class LoopThread : IDisposable
{
    private readonly LoopSocket _bell;
    private readonly Socket _rope;

    public LoopThread()
    {
        _rope = SocketPair.Create(out var ours);
        _bell = new(ours);
    }

    /// <param name="function">Told by a call of its own, which holds up all sockets of the loop.</param>
    public async Task<T> RunAsync<T>(Func<T> function)
    {
        var running = RunWhenRungAsync(function);
        await RingAsync();
        return await Eventually.Within(running);
    }

    /// <summary>What happens meanwhile to sockets of the same loop is told to it together with the call of the function, and after that.</summary>
    /// <param name="meanwhile">While the loop is told of nothing.</param>
    public async Task<T> RunBeforeAsync<T>(Func<T> function, Func<Task> meanwhile)
    {
        using var other = await RunAsync(() => new LoopThread());
        var running = other.RunWhenRungAsync(function);
        TaskCompletionSource holds = new(TaskCreationOptions.RunContinuationsAsynchronously);
        using ManualResetEventSlim isOver = new();
        var holding = RunWhenRungAsync(() =>
        {
            holds.SetResult();
            return isOver.Wait(Eventually.Limit);
        });
        await RingAsync();
        await Eventually.Within(holds.Task);
        await other.RingAsync();
        await meanwhile();
        isOver.Set();
        Assert.True(await Eventually.Within(holding));
        return await Eventually.Within(running);
    }

    public void Dispose()
    {
        _bell.Dispose();
        _rope.Dispose();
    }

    private async Task RingAsync() => await _rope.SendAsync("x"u8.ToArray());

    private Task<T> RunWhenRungAsync<T>(Func<T> function)
    {
        // Who waits for the result does not go on on the loop's thread.
        TaskCompletionSource<T> result = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _ = GoOnAsync();
        return result.Task;

        async Task GoOnAsync()
        {
            await _bell.ReceiveAsync(new byte[2]).ConfigureAwait(false);
            try
            {
                Assert.NotNull(EventLoop.Current);
                result.SetResult(function());
            }
            catch (Exception exception)
            {
                result.SetException(exception);
            }
        }
    }
}
