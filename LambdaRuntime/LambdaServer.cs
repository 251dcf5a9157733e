using System.Diagnostics.CodeAnalysis;

namespace LambdaRuntime;

/// <summary>Serves connections, one request each, until it is stopped; then finishes the requests in flight.</summary>
[SuppressMessage(
    "Design", "CA1001", Justification = "A signal or the watch of the parent may come late, and the process ends with the server")]
internal sealed class LambdaServer(LambdaHandler handler, TimeSpan? grace = null)
{
    public static readonly TimeSpan DefaultGrace = TimeSpan.FromSeconds(5);

    // On Linux and macOS a pipe is a Unix domain socket
    private readonly Carrier _carrier = new(OperatingSystem.IsWindows() ? "pipe" : "unix", takesSpans: true);
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationTokenSource _abort = new();
    private readonly TaskCompletionSource _drained = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The connections, and one more as long as the server accepts.</summary>
    private int _pending = 1;

    /// <summary>Accepts no more and gives the requests in flight their time.</summary>
    public void Stop() => _stop.Cancel();

    /// <summary>Accepts no more and gives up the requests in flight: nobody waits for them.</summary>
    public void Abort()
    {
        _abort.Cancel();
        _stop.Cancel();
    }

    public async Task RunAsync(Listener listener)
    {
        await listener.AcceptAsync(Serve, _stop.Token).ConfigureAwait(false);
        listener.Dispose();
        Release();
        _abort.CancelAfter(grace ?? DefaultGrace);
        await _drained.Task.WaitAsync(_abort.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    // Nothing that ServeAsync can throw is left out there, so that it needs no awaiting
    private void Serve(Stream connection)
    {
        Interlocked.Increment(ref _pending);
        _ = ServeAsync(connection);
    }

    private async Task ServeAsync(Stream connection)
    {
        try
        {
            await using (connection.ConfigureAwait(false))
            {
                using var answer = await Invocation.AnswerAsync(connection, handler, _stop.Token, _abort.Token, _carrier).ConfigureAwait(false);
                if (answer is not null)
                    await connection.WriteAsync(answer.Written, _abort.Token).ConfigureAwait(false);
            }
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException)
        {
            // The client has gone, or this process is about to: nobody waits for the answer
        }
        catch (Exception exception)
        {
            StandardError.Write(exception.ToString());
        }
        finally
        {
            Release();
        }
    }

    private void Release()
    {
        if (Interlocked.Decrement(ref _pending) == 0)
            _drained.SetResult();
    }
}
