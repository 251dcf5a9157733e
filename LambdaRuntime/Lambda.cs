using System.Runtime.InteropServices;

namespace LambdaRuntime;

/// <summary>Runs a lambda: a process that answers requests on the pipe it was given.</summary>
public static class Lambda
{
    /// <summary>Answers each request with what <paramref name="handler"/> returns, until the process is told to end.</summary>
    /// <remarks>
    /// Listens at <c>PIPE_ADDRESS</c>. Ends with exit code 0 on SIGTERM, on Ctrl+C or when its parent is gone, and with the code of a
    /// <see cref="LambdaStartError"/> when it cannot start.
    /// </remarks>
    public static Task RunAsync(Func<LambdaRequest, LambdaResponse> handler) =>
        RunAsync((request, _) => ValueTask.FromResult(handler(request)));

    /// <inheritdoc cref="RunAsync(Func{LambdaRequest, LambdaResponse})"/>
    /// <param name="handler">Its token is cancelled when the process ends before the answer is there.</param>
    public static async Task RunAsync(LambdaHandler handler)
    {
        LambdaStartup.Begin();
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
