using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using LocalLambdas.Lambdas;
using LocalLambdas.Telemetry;

namespace LocalLambdas.Transports.Json;

/// <summary>The envelope POSTed to <c>/</c> over pooled connections.</summary>
internal sealed class JsonHttpTransport : JsonTransport
{
    private static readonly HttpRequestOptionsKey<InvokeTimeline> Times = new(nameof(Times));

    private static readonly MediaTypeHeaderValue Json = new("application/json");

    private readonly HeldPort _port;
    private readonly Uri _uri;
    private readonly KeptConnection<Socket> _kept = new(static socket => !socket.Poll(TimeSpan.Zero, SelectMode.SelectRead));
    private readonly HttpMessageInvoker _client;

    public JsonHttpTransport(HeldPort port, Readiness readiness, TimeSpan requestTimeout)
        : base(LambdaVariables.HttpAddress, port.EndPoint.ToString(), readiness, requestTimeout)
    {
        _port = port;
        _uri = new Uri($"http://{Address}/");
        _client = new HttpMessageInvoker(new SocketsHttpHandler
        {
            // The envelope carries the trace context, in both modes.
            ActivityHeadersPropagator = null,
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.None,
            ConnectCallback = ConnectAsync,
            PooledConnectionLifetime = Timeout.InfiniteTimeSpan,
            UseCookies = false,
            UseProxy = false,
        });
    }

    public override void Begin(StartRecord start)
    {
        base.Begin(start);
        _port.Dispose();
    }

    public override void Dispose()
    {
        base.Dispose();
        _port.Dispose();
        _client.Dispose();
        _kept.Dispose();
    }

    protected override async ValueTask<bool> TryConnectAsync(CancellationToken cancellationToken)
    {
        if (!Listening.MayBe(_port.EndPoint)) return false;
        try
        {
            _kept.Keep(await OpenAsync(cancellationToken).ConfigureAwait(false));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    protected override async ValueTask<AnswerBuffer> SendAsync(ReadOnlyMemory<byte> envelope, InvokeTimeline? times, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, _uri) { Content = new ReadOnlyMemoryContent(envelope) };
        request.Content.Headers.ContentType = Json;
        if (times is not null) request.Options.Set(Times, times);
        var answer = new AnswerBuffer();
        try
        {
            using var response = await _client.SendAsync(request, cancellationToken).ConfigureAwait(false);
            if (response.StatusCode is not HttpStatusCode.OK)
            {
                throw new TransportException(TransportError.HttpStatus, $"The service answered the envelope with HTTP status {(int)response.StatusCode}.");
            }

            var content = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
            await answer.ReadToEndAsync(content, cancellationToken).ConfigureAwait(false);
            return answer;
        }
        catch (HttpRequestException exception)
        {
            answer.Dispose();
            throw new TransportException(ErrorOf(exception), "The service closed the connection or did not speak HTTP.", exception);
        }
        catch (IOException exception)
        {
            answer.Dispose();
            throw new TransportException(TransportError.ConnectionLost, "The service closed the connection.", exception);
        }
        catch
        {
            answer.Dispose();
            throw;
        }
    }

    // Thrown only until the head of the answer is complete: from then on a broken connection is an IOException of the content.
    private static TransportError ErrorOf(HttpRequestException exception) => exception switch
    {
        { HttpRequestError: HttpRequestError.ConnectionError } => TransportError.Connect,
        { HttpRequestError: HttpRequestError.ResponseEnded } or { InnerException: IOException or SocketException } => TransportError.NoAnswer,
        _ => TransportError.ConnectionLost,
    };

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        context.InitialRequestMessage.Options.TryGetValue(Times, out var times);
        times?.ConnectBegins();
        var socket = _kept.Take() ?? await OpenAsync(cancellationToken).ConfigureAwait(false);
        times?.Connected();
        return new NetworkStream(socket, ownsSocket: true);
    }

    private async ValueTask<Socket> OpenAsync(CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(_port.EndPoint, cancellationToken).ConfigureAwait(false);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
