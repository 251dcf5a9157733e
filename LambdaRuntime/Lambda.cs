using System.Runtime.InteropServices;

namespace LambdaRuntime;

/// <summary>Runs a lambda: a process that answers requests on the pipe it was given.</summary>
public static class Lambda
{
    /// <summary>Answers each request with what <paramref name="handler"/> returns, until the process is told to end.</summary>
    /// <remarks>
    /// Speaks frames on <c>LAMBDA_CHANNEL</c>, where the calling thread is kept until the end; without it, envelopes at <c>PIPE_ADDRESS</c>.
    /// Ends with exit code 0 on SIGTERM, on Ctrl+C or when its parent is gone, and with the code of a <see cref="LambdaStartError"/> when it
    /// cannot start.
    /// </remarks>
    public static Task RunAsync(Func<LambdaRequest, LambdaResponse> handler) =>
        RunAsync((request, _) => ValueTask.FromResult(handler(request)), takesToken: false, isStreaming: false);

    /// <inheritdoc cref="RunAsync(Func{LambdaRequest, LambdaResponse})"/>
    /// <param name="handler">Its token is cancelled when nobody waits for the answer any more.</param>
    public static Task RunAsync(LambdaHandler handler) => RunAsync(handler, takesToken: true, isStreaming: false);

    /// <inheritdoc cref="RunAsync(Func{LambdaRequest, LambdaResponse})"/>
    /// <param name="handler">
    /// Called when the head of the request has come; it reads the body from <see cref="LambdaRequest.BodyStream"/> while it comes. Where
    /// envelopes are spoken, all of it has come already.
    /// </param>
    public static Task RunStreamingAsync(LambdaHandler handler) => RunAsync(handler, takesToken: true, isStreaming: true);

    /// <inheritdoc cref="RunStreamingAsync(LambdaHandler)"/>
    public static Task RunStreamingAsync(Func<LambdaRequest, ValueTask<LambdaResponse>> handler) =>
        RunAsync((request, _) => handler(request), takesToken: false, isStreaming: true);

    // No async method: what the envelopes need is not compiled where frames are spoken
    private static Task RunAsync(LambdaHandler handler, bool takesToken, bool isStreaming)
    {
        LambdaStartup.Begin();
        if (ChannelAddress.FromEnvironment() is not { } channel)
            return RunAtPipeAsync(isStreaming ? (request, token) => handler(request.WithoutBody(), token) : handler);
        FrameLambda.Run(channel, handler, takesToken, isStreaming);
        return Task.CompletedTask;
    }

    private static async Task RunAtPipeAsync(LambdaHandler handler)
    {
        try
        {
            var server = new LambdaServer(handler);
            using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
            using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
            using var listener = Listener.Open(PipeAddress.FromEnvironment());
            LambdaStartup.Accepting();

            // The first request is served meanwhile: nothing stands before it that can come after it
            var running = server.RunAsync(listener);
            using var parent = ParentWatch.Start(server.Abort);
            await running.ConfigureAwait(false);

            void Stop(PosixSignalContext signal)
            {
                signal.Cancel = true;
                server.Stop();
            }
        }
        catch (LambdaStartException exception)
        {
            exception.Report();
        }
    }
}
