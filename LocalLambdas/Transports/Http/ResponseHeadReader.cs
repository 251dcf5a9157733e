namespace LocalLambdas.Transports.Http;

/// <summary>
/// Reads the heads of one connection, and passes over interim ones. A service mostly says the same again, its date for a second long: what is
/// the same byte for byte is not read anew.
/// </summary>
internal sealed class ResponseHeadReader
{
    private const int MostBytesRemembered = 2048;

    private byte[] _bytes = [];
    private int _length;
    private ResponseHead? _head;
    private int _interimBytes;

    /// <summary>With each request.</summary>
    public void Begin() => _interimBytes = 0;

    /// <param name="head">The final one; null if it has not come yet.</param>
    public BadResponse Read(HttpWire wire, out ResponseHead? head)
    {
        while (true)
        {
            if (_head is not null && wire.Unread.StartsWith(_bytes.AsSpan(0, _length)))
            {
                wire.Consume(_length);
                head = _head;
                return BadResponse.None;
            }

            var error = ResponseHeadParser.Parse(wire.Unread, out var length, out head);
            if (error is not BadResponse.None || head is null) return error;
            if (!head.IsInterim)
            {
                Remember(wire.Unread[..length], head);
                wire.Consume(length);
                return BadResponse.None;
            }

            wire.Consume(length);
            _interimBytes += length;
            head = null;
            if (_interimBytes > ResponseHeadParser.MaximumBytes) return BadResponse.HeadTooLarge;
        }
    }

    private void Remember(ReadOnlySpan<byte> bytes, ResponseHead head)
    {
        _head = null;
        if (bytes.Length > MostBytesRemembered || !head.Startup.IsEmpty) return;
        if (_bytes.Length < bytes.Length) _bytes = new byte[bytes.Length];
        bytes.CopyTo(_bytes);
        _length = bytes.Length;
        _head = head;
    }
}
