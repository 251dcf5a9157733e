using System.Net;
using System.Runtime.InteropServices;
using LambdaRuntime;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace HttpService;

/// <summary>Runs the web server: it answers whatever it is asked, or, when the proxy speaks JSON, the envelopes that are posted to its root.</summary>
internal static class Application
{
    private const string Json = "json";

    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    /// <summary>Returns when the process was told to end, or its parent is gone, and the requests in flight are answered.</summary>
    /// <exception cref="LambdaStartException">Nothing can listen at the address.</exception>
    public static async Task RunAsync(EndPoint address, string? protocol, Func<LambdaRequest, ValueTask<LambdaResponse>> answer, ILoggerFactory loggers)
    {
        var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

        // Of an envelope all is held, of another body nothing
        using var server = new WebServer(address, protocol == Json ? Envelope.MaxLength : null, loggers);
        try
        {
            await server.StartAsync(EndpointOf(address, protocol, answer));
            LambdaStartup.Accepting();
        }
        catch (IOException exception)
        {
            throw HttpAddress.CannotListen(exception.Message);
        }

        // The first request is served meanwhile: nothing stands before it that can come after it
        using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var parent = ParentWatch.Start(() => stopped.TrySetResult());
        await stopped.Task;
        using var grace = new CancellationTokenSource(Grace);
        await server.StopAsync(grace.Token);

        void Stop(PosixSignalContext signal)
        {
            signal.Cancel = true;
            stopped.TrySetResult();
        }
    }

    private static RequestDelegate EndpointOf(EndPoint address, string? protocol, Func<LambdaRequest, ValueTask<LambdaResponse>> answer)
    {
        LambdaHandler handler = (request, _) => answer(request);
        return protocol == Json
            ? new EnvelopeEndpoint(handler).AnswerAsync
            : new PlainEndpoint(handler, address is IPEndPoint ? "tcp" : "unix", isLambda: protocol is not null).AnswerAsync;
    }
}
