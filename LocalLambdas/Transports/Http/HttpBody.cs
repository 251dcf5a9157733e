using LocalLambdas.Forwarding;
using LocalLambdas.Messages;

namespace LocalLambdas.Transports.Http;

/// <summary>The part of an answer's body that is still to come over a connection, which is its own until then.</summary>
internal sealed class HttpBody(HttpConnection connection, BodyDecoder decoder, bool keepsOpen) : ComingBody
{
    private BodyDecoder _decoder = decoder;
    private bool _hasLeft;

    /// <returns>0 at the end; then the connection is the pool's again.</returns>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_hasLeft) return 0;
        try
        {
            while (!_decoder.HasEnded)
            {
                if (Take(buffer.Span) is > 0 and var taken) return taken;
                if (_decoder.HasEnded) break;
                if (await ReceiveAsync(buffer, cancellationToken).ConfigureAwait(false) is > 0 and var received) return received;
            }

            await connection.LeaveAsync(keepsOpen, cancellationToken).ConfigureAwait(false);
            _hasLeft = true;
            return 0;
        }
        catch (Exception exception)
        {
            await GiveUpAsync().ConfigureAwait(false);
            var explained = connection.Explained(exception, hasReceived: true, cancellationToken);

            // It is too late to tell the client that its own body broke off.
            throw explained is ForwardException ? HttpFailure.Closed(hasReceived: true, explained) : explained;
        }
    }

    public override async ValueTask DisposeAsync()
    {
        // Read to its last byte, if not beyond: then nobody has lost anything.
        if (!_hasLeft && _decoder.HasEnded && keepsOpen) await ReadAsync(Memory<byte>.Empty).ConfigureAwait(false);
        else await GiveUpAsync().ConfigureAwait(false);
        await base.DisposeAsync().ConfigureAwait(false);
    }

    private int Take(Span<byte> destination)
    {
        while (connection.Wire.HasUnread && !_decoder.HasEnded)
        {
            HttpFailure.ThrowIf(_decoder.Next(connection.Wire.Unread, destination.Length, out var consumed, out var data));
            data.CopyTo(destination);
            var taken = data.Length;
            connection.Wire.Consume(consumed);
            if (taken > 0 || consumed is 0) return taken;
        }

        return 0;
    }

    /// <returns>How much of the destination has been filled: nothing if it needs decoding.</returns>
    private async ValueTask<int> ReceiveAsync(Memory<byte> destination, CancellationToken cancellationToken)
    {
        var plain = _decoder.IsEncoded ? default : _decoder.Left < destination.Length ? destination[..(int)_decoder.Left] : destination;
        var received = await connection.ReceiveAsync(plain, cancellationToken).ConfigureAwait(false);
        if (received is 0)
        {
            if (!_decoder.Close()) throw HttpFailure.Closed(hasReceived: true);
            return 0;
        }

        if (plain.IsEmpty) return 0;
        _decoder.Passed(received);
        return received;
    }

    private async ValueTask GiveUpAsync()
    {
        if (_hasLeft) return;
        _hasLeft = true;
        await connection.GiveUpAsync().ConfigureAwait(false);
    }
}
