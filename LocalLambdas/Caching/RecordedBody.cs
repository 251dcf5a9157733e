using LocalLambdas.Messages;

namespace LocalLambdas.Caching;

/// <summary>A body that passes, and is kept while it does as long as it is small enough.</summary>
/// <param name="onEnd">Told the whole body when its end has passed; not if it is too large, or nobody reads it to its end.</param>
internal sealed class RecordedBody(BegunRead rest, ReadOnlyMemory<byte> begin, long mostBytes, Action<byte[]> onEnd) : ComingBody
{
    private MemoryStream? _kept = Begin(begin);

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = await rest.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        if (_kept is not null) Keep(buffer.Span[..read]);
        return read;
    }

    public override async ValueTask DisposeAsync()
    {
        await rest.DisposeAsync().ConfigureAwait(false);
        await base.DisposeAsync().ConfigureAwait(false);
    }

    private static MemoryStream Begin(ReadOnlyMemory<byte> begin)
    {
        var kept = new MemoryStream();
        kept.Write(begin.Span);
        return kept;
    }

    private void Keep(ReadOnlySpan<byte> bytes)
    {
        var kept = _kept!;
        if (bytes.IsEmpty || kept.Length + bytes.Length > mostBytes) _kept = null;
        if (bytes.IsEmpty) onEnd(kept.ToArray());
        else _kept?.Write(bytes);
    }
}
