namespace LocalLambdas.Messages;

/// <summary>
/// The part of an answer's body that is still under way. Disposing of it before its end tells the lambda that nobody wants more; until then
/// the process counts as busy.
/// </summary>
/// <param name="stream">Fails with a <see cref="Transports.TransportException"/> when the body breaks off.</param>
/// <param name="length">How many bytes it will have; null if that is not known.</param>
/// <param name="endsWithConnection">Its end is that of the lambda's connection: nobody can tell a whole body from one that was cut.</param>
internal sealed class BodyRest(Stream stream, long? length, bool endsWithConnection = false) : IAsyncDisposable
{
    private readonly List<IDisposable> _held = [];
    private bool _ended;

    /// <summary>Of a HEAD whose lambda has told it: the length of what does not come; null if it has not.</summary>
    public static BodyRest? Untransmitted(long? length) => length is null ? null : new(Stream.Null, length);

    public long? Length => length;

    public bool EndsWithConnection => endsWithConnection;

    /// <summary>Keeps something until the end, whatever that is. Not for several threads.</summary>
    public void Hold(IDisposable what) => _held.Add(what);

    /// <returns>0 at the end.</returns>
    public ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken) => stream.ReadAsync(buffer, cancellationToken);

    /// <summary>All of it, of a length that is known, behind what there is already.</summary>
    public async ValueTask<byte[]> ReadToEndAsync(ReadOnlyMemory<byte> begin, CancellationToken cancellationToken)
    {
        var whole = new byte[begin.Length + length!.Value];
        begin.CopyTo(whole);
        await stream.ReadExactlyAsync(whole.AsMemory(begin.Length), cancellationToken).ConfigureAwait(false);
        return whole;
    }

    public async ValueTask DisposeAsync()
    {
        if (_ended) return;
        _ended = true;
        try
        {
            await stream.DisposeAsync().ConfigureAwait(false);
        }
        finally
        {
            foreach (var what in _held) what.Dispose();
        }
    }
}
