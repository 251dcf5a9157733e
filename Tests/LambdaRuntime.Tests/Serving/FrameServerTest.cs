using System.Net.Sockets;
using LambdaRuntime.Frames;
using Testing;
using Testing.Frames;

namespace LambdaRuntime.Tests.Serving;

/// <summary>A server in this process, with a client at the other end of its channel.</summary>
public abstract class FrameServerTest : IAsyncDisposable
{
    private FrameServer? _server;
    private Stream? _channel;

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private protected FrameClient Client { get; private set; } = null!;

    private protected Task<FrameError> Running { get; private set; } = null!;

    public async ValueTask DisposeAsync()
    {
        await Client.DisposeAsync();
        await Running.WaitAsync(Eventually.Limit, Cancellation);
        await _channel!.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    private protected Task RunAsync(Func<LambdaRequest, LambdaResponse> handler) =>
        RunAsync((request, _) => ValueTask.FromResult(handler(request)), takesToken: false);

    private protected async Task RunAsync(LambdaHandler handler, bool isStreaming = false, bool takesToken = true, TimeSpan? grace = null)
    {
        var (client, server) = await ConnectedPair.CreateAsync();
        _channel = server;
        Client = new(client);
        var socket = ((NetworkStream)server).Socket;
        _server = new(new(server, "unix", [], () => socket.Shutdown(SocketShutdown.Both)), handler)
        {
            IsStreaming = isStreaming,
            TakesToken = takesToken,
            Grace = grace ?? LambdaServer.DefaultGrace,
        };
        _server.Start();
        Running = Task.Factory.StartNew(_server.Watch, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    protected bool IsWatchAsleep => _server!.IsWatchAsleep;

    protected void Stop() => _server!.Stop();
}
