using LocalLambdas.Messages;

namespace LocalLambdas.Caching;

/// <summary>A read of a body that one may stop waiting for, and whoever gets the body goes on with.</summary>
internal sealed class BegunRead(BodyRest rest) : IAsyncDisposable
{
    private readonly CancellationTokenSource _givenUp = new();
    private readonly byte[] _buffer = new byte[16 * 1024];
    private Task<int>? _read;
    private ReadOnlyMemory<byte> _left;

    /// <summary>Begins to read, if that has not been done.</summary>
    /// <returns>False if patience ended before there were bytes, or the end.</returns>
    public async ValueTask<bool> IsThereAsync(Task patience, CancellationToken cancellationToken)
    {
        await using var giveUp = GiveUpWith(cancellationToken);
        _read ??= rest.ReadAsync(_buffer, _givenUp.Token).AsTask();
        return _read.IsCompleted || await Task.WhenAny(_read, patience) == _read;
    }

    /// <summary>What has come, after <see cref="IsThereAsync"/>; none at the end.</summary>
    public async ValueTask<ReadOnlyMemory<byte>> TakeAsync()
    {
        var bytes = _buffer.AsMemory(0, await _read!);
        _read = null;
        return bytes;
    }

    public async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        if (_left.IsEmpty)
        {
            if (_read is null)
                return await rest.ReadAsync(buffer, cancellationToken);
            await using var giveUp = GiveUpWith(cancellationToken);
            _left = await TakeAsync();
        }

        var length = Math.Min(_left.Length, buffer.Length);
        _left[..length].CopyTo(buffer);
        _left = _left[length..];
        return length;
    }

    /// <summary>Gives up the rest of the body.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_read is { } read)
        {
            await _givenUp.CancelAsync();
            await read.ContinueWith(static ended => _ = ended.Exception, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }

        _givenUp.Dispose();
        await rest.DisposeAsync();
    }

    private CancellationTokenRegistration GiveUpWith(CancellationToken cancellationToken) =>
        cancellationToken.UnsafeRegister(static read => ((BegunRead)read!)._givenUp.Cancel(), this);
}
