namespace LocalLambdas.Transports.Http;

/// <summary>Finds a body in the bytes of a connection, in whatever pieces they come.</summary>
internal struct BodyDecoder(BodyFraming framing, long? contentLength)
{
    private ChunkedDecoder _chunks;
    private bool _isClosed;
    private long _left = framing is BodyFraming.Length ? contentLength!.Value : 0;

    public readonly bool HasEnded => framing switch
    {
        BodyFraming.Chunked => _chunks.HasEnded,
        BodyFraming.UntilClose => _isClosed,
        _ => _left is 0,
    };

    /// <summary>How many bytes are still to come; null if that is not known.</summary>
    public readonly long? Left => HasEnded ? 0 : framing is BodyFraming.Length ? _left : null;

    public readonly bool EndsWithConnection => framing is BodyFraming.UntilClose;

    public readonly bool IsEncoded => framing is BodyFraming.Chunked;

    /// <summary>The next piece. Empty data: more input is needed, or the body <see cref="HasEnded"/>.</summary>
    /// <param name="most">How much data there is room for.</param>
    public BadResponse Next(ReadOnlySpan<byte> input, int most, out int consumed, out ReadOnlySpan<byte> data)
    {
        if (framing is BodyFraming.Chunked) return _chunks.Next(input, most, out consumed, out data);
        var bytes = Math.Min(input.Length, most);
        data = input[..(framing is BodyFraming.UntilClose ? bytes : (int)Math.Min(bytes, _left))];
        consumed = data.Length;
        Passed(consumed);
        return BadResponse.None;
    }

    /// <summary>Takes notice of the end of the connection.</summary>
    /// <returns>False if it is not the end of the body.</returns>
    public bool Close()
    {
        _isClosed = true;
        return HasEnded;
    }

    /// <summary>Takes notice of bytes of the body that were received elsewhere. Only where they need no decoding.</summary>
    public void Passed(int bytes)
    {
        if (framing is BodyFraming.Length) _left -= bytes;
    }

    /// <summary>What has come of it already.</summary>
    /// <exception cref="TransportException">It is illegal.</exception>
    public ReadOnlyMemory<byte> TakeFrom(HttpWire wire)
    {
        if (HasEnded || !wire.HasUnread) return default;
        var most = (int)Math.Min(wire.Unread.Length, Left ?? int.MaxValue);
        var bytes = GC.AllocateUninitializedArray<byte>(most);
        var length = 0;
        while (wire.HasUnread && !HasEnded)
        {
            HttpFailure.ThrowIf(Next(wire.Unread, most, out var consumed, out var data));
            if (consumed is 0) break;
            data.CopyTo(bytes.AsSpan(length));
            length += data.Length;
            wire.Consume(consumed);
        }

        return bytes.AsMemory(0, length);
    }
}
