using LocalLambdas.Telemetry;

namespace LocalLambdas.Transports.Json;

/// <summary>One connection per request: the envelope, half-close, the answer up to end-of-file.</summary>
internal sealed class JsonPipeTransport(string address, Readiness readiness, TimeSpan requestTimeout)
    : JsonTransport(LambdaVariables.PipeAddress, address, readiness, requestTimeout)
{
    private readonly KeptConnection<PipeConnection> _kept = new(static connection => connection.IsOpen);

    public override void Dispose()
    {
        base.Dispose();
        _kept.Dispose();
    }

    protected override async ValueTask<bool> TryConnectAsync(CancellationToken cancellationToken)
    {
        var connection = await PipeConnection.TryOpenAsync(Address, cancellationToken).ConfigureAwait(false);
        if (connection is null) return false;
        _kept.Keep(connection);
        return true;
    }

    protected override async ValueTask<AnswerBuffer> SendAsync(ReadOnlyMemory<byte> envelope, InvokeTimeline? times, CancellationToken cancellationToken)
    {
        times?.ConnectBegins();
        using var connection = _kept.Take()
            ?? await PipeConnection.TryOpenAsync(Address, cancellationToken).ConfigureAwait(false)
            ?? throw new TransportException(TransportError.Connect, "The service does not accept connections.");
        times?.Connected();

        var answer = new AnswerBuffer();
        try
        {
            await connection.Stream.WriteAsync(envelope, cancellationToken).ConfigureAwait(false);
            connection.CompleteWriting();
            await answer.ReadToEndAsync(connection.Stream, cancellationToken).ConfigureAwait(false);
            return answer.Length > 0 ? answer : throw new TransportException(TransportError.NoAnswer, "The service closed the connection without an answer.");
        }
        catch (Exception exception) when (exception is IOException or System.Net.Sockets.SocketException)
        {
            var error = answer.Length > 0 ? TransportError.ConnectionLost : TransportError.NoAnswer;
            answer.Dispose();
            throw new TransportException(error, "The service closed the connection.", exception);
        }
        catch
        {
            answer.Dispose();
            throw;
        }
    }
}
