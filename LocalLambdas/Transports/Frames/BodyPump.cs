using System.Buffers;
using LambdaRuntime.Frames;
using LocalLambdas.Forwarding;
using LocalLambdas.Messages;

namespace LocalLambdas.Transports.Frames;

/// <summary>Carries a request's body to the lambda, as fast as both let it.</summary>
internal sealed class BodyPump(FrameConnection connection, FrameExchange exchange, RequestBody body)
{
    private Task _running = Task.CompletedTask;

    public void Begin() => _running = RunAsync();

    /// <summary>Returns when it no longer touches the client's connection.</summary>
    public async ValueTask StopAsync()
    {
        if (_running.IsCompleted) return;
        if (!body.IsHeld) body.CancelRead();
        await _running.ConfigureAwait(false);
    }

    private async Task RunAsync()
    {
        try
        {
            if (body.IsHeld) await SendAsync(new ReadOnlySequence<byte>(body.Held), isEnd: true).ConfigureAwait(false);
            else await CopyAsync().ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is ForwardException or OperationCanceledException)
        {
            connection.GiveUp(exchange, exchange.Id, CancelCode.CallerGone, exception);
        }
    }

    private async Task CopyAsync()
    {
        while (true)
        {
            var reading = body.ReadAsync(CancellationToken.None);
            if (!reading.IsCompleted) connection.ClientIsAwaited(exchange, true);
            var result = await reading.ConfigureAwait(false);
            connection.ClientIsAwaited(exchange, false);
            var sent = !result.IsCanceled && await SendAsync(result.Buffer, result.IsCompleted).ConfigureAwait(false);
            body.AdvanceTo(sent ? result.Buffer.End : result.Buffer.Start);
            if (!sent || result.IsCompleted) return;
        }
    }

    /// <returns>False if the lambda wants no more.</returns>
    private async ValueTask<bool> SendAsync(ReadOnlySequence<byte> bytes, bool isEnd)
    {
        do
        {
            var count = connection.SendData(exchange, bytes, isEnd);
            if (count < 0) return false;
            bytes = bytes.Slice(count);
            if (!bytes.IsEmpty) await connection.WaitToSendAsync(exchange).ConfigureAwait(false);
        }
        while (!bytes.IsEmpty);
        return true;
    }
}
