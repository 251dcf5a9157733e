using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using LambdaRuntime.Frames;
using LocalLambdas.Lambdas;
using LocalLambdas.Messages;
using LocalLambdas.Telemetry;
using LocalLambdas.Transports.Frames.Channels;

namespace LocalLambdas.Transports.Frames;

/// <summary>The frames of docs/protocol.md: one connection for the life of the process, and all requests on it.</summary>
/// <param name="onIllegalFrame">Told what is wrong with a frame that ended the connection.</param>
internal sealed class FramesTransport(FrameChannel channel, TimeSpan requestTimeout, Action<string> onIllegalFrame) : ILambdaTransport
{
    private readonly TaskCompletionSource<string> _broken = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<bool> _goesAway = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private FrameConnection? _connection;
    private StartRecord? _start;

    public string Address => channel.Address;

    public bool Streams => true;

    public Task<string> Broken => _broken.Task;

    public Task<bool> GoesAway => _goesAway.Task;

    public SafeHandle? AddTo(IDictionary<string, string> environment)
    {
        environment[LambdaVariables.Protocol] = LambdaVariables.Frames;
        return channel.AddTo(environment);
    }

    public void Begin(StartRecord start)
    {
        _start = start;
        channel.Begin();
    }

    public async Task WaitUntilReadyAsync(CancellationToken cancellationToken) =>
        _connection = await channel.OpenAsync(Connect, cancellationToken).ConfigureAwait(false);

    public ValueTask<LambdaResponse> ExchangeAsync(LambdaRequest request, InvokeTimeline? times, CancellationToken cancellationToken)
    {
        times?.ExchangeBegins(Address);
        if (request.Body is not { IsHeld: true, Held.Length: <= FrameLimits.MaxData }) return StreamAsync(request, times, cancellationToken);
        var exchange = _connection!.Open(request, times, isWhole: true);
        exchange.CancelWith(cancellationToken);
        return exchange.Task;
    }

    public void Dispose()
    {
        _connection?.Dispose();
        channel.Dispose();
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<LambdaResponse> StreamAsync(LambdaRequest request, InvokeTimeline? times, CancellationToken cancellationToken)
    {
        var exchange = _connection!.Open(request, times, isWhole: false);
        var pump = new BodyPump(_connection, exchange, request.Body);
        exchange.Pump = pump;
        exchange.CancelWith(cancellationToken);
        pump.Begin();
        LambdaResponse? response = null;
        try
        {
            response = await exchange.Task.ConfigureAwait(false);
            return response;
        }
        finally
        {
            // The server takes back the client's connection when the answer is through: with its rest, if it has one.
            if (response?.Rest is null) await pump.StopAsync().ConfigureAwait(false);
        }
    }

    private FrameConnection Connect(Stream wire)
    {
        FrameConnection? connection = null;
        connection = new FrameConnection(wire, new(channel.Token, requestTimeout, Break, last => _goesAway.TrySetResult(last > 0)), _start!);
        connection.Begin();
        return connection;

        // Others may try to speak for the process, and are not it.
        void Break(string reason)
        {
            onIllegalFrame(reason);
            if (connection!.Hello.IsCompletedSuccessfully) _broken.TrySetResult(reason);
        }
    }
}
