using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using LocalLambdas.Lambdas;
using LocalLambdas.Messages;
using LocalLambdas.Telemetry;

namespace LocalLambdas.Transports.Http;

/// <summary>Plain HTTP/1.1 to any program that serves it, over loopback TCP or a Unix socket. Bodies pass in both directions.</summary>
/// <param name="port">Held until the process is created; null over a Unix socket.</param>
internal sealed class HttpTransport(HttpEndPoint endPoint, Readiness readiness, TimeSpan requestTimeout, HeldPort? port = null) : ILambdaTransport
{
    private readonly HttpPool _pool = new(endPoint, requestTimeout);
    private StartRecord? _start;

    public string Address => endPoint.Address;

    public bool Streams => true;

    public SafeHandle? AddTo(IDictionary<string, string> environment)
    {
        environment[LambdaVariables.Protocol] = LambdaVariables.Http;
        environment[LambdaVariables.HttpAddress] = endPoint.Announced;
        readiness.AddTo(environment);
        return null;
    }

    public void Begin(StartRecord start)
    {
        _start = start;
        port?.Dispose();
    }

    public Task WaitUntilReadyAsync(CancellationToken cancellationToken) => readiness.UntilAsync(TryConnectAsync, cancellationToken);

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<LambdaResponse> ExchangeAsync(LambdaRequest request, InvokeTimeline? times, CancellationToken cancellationToken)
    {
        times?.ExchangeBegins(endPoint.Address);
        var connection = _pool.TryTake(request) ?? await OpenAsync(times, cancellationToken).ConfigureAwait(false);
        HttpAnswer answer;
        try
        {
            answer = await connection.ExchangeAsync(request, times?.Activity, cancellationToken).ConfigureAwait(false);
        }
        catch (TransportException exception) when (exception.Error is TransportError.NoAnswer && connection.MayTryAgain(request))
        {
            // A new one says whether the service lives.
            connection = await OpenAsync(times, cancellationToken).ConfigureAwait(false);
            answer = await connection.ExchangeAsync(request, times?.Activity, cancellationToken).ConfigureAwait(false);
        }

        times?.ExchangeEnds();
        if (_start!.FirstAnswer is null && StartupTimes.TryRead(answer.Startup, out var startup)) _start.Reported(startup);
        _start.Answered();
        return answer.Response;
    }

    public void Dispose()
    {
        port?.Dispose();
        readiness.Dispose();
        _pool.Dispose();
    }

    private async ValueTask<bool> TryConnectAsync(CancellationToken cancellationToken)
    {
        if (!Listening.MayBe(endPoint.EndPoint)) return false;
        try
        {
            _pool.Return(await _pool.OpenAsync(cancellationToken).ConfigureAwait(false));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private async ValueTask<HttpConnection> OpenAsync(InvokeTimeline? times, CancellationToken cancellationToken)
    {
        times?.ConnectBegins();
        try
        {
            return await _pool.OpenAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (SocketException exception)
        {
            throw new TransportException(TransportError.Connect, "The service does not accept connections.", exception);
        }
        finally
        {
            times?.Connected();
        }
    }
}
