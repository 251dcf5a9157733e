using System.Buffers;
using LocalLambdas.Hosting;

namespace LocalLambdas.Transports.Json;

/// <summary>Collects an answer in pooled memory. Disposing it gives the memory back.</summary>
internal sealed class AnswerBuffer : IDisposable
{
    /// <summary>Base64 makes 64 MiB of body 85 MiB of envelope; more than that is no answer but a mistake.</summary>
    public const int MaximumBytes = 96 * 1024 * 1024;

    private const int InitialBytes = 4096;

    private byte[] _bytes = ArrayPool<byte>.Shared.Rent(InitialBytes);

    public int Length { get; private set; }

    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, Length);

    public async ValueTask ReadToEndAsync(Stream stream, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (Length == _bytes.Length)
            {
                await IoThread.LeaveForMany(Length);
                Grow();
            }

            var read = await stream.ReadAsync(_bytes.AsMemory(Length), cancellationToken).ConfigureAwait(false);
            if (read == 0) return;
            Length += read;
            if (Length > MaximumBytes)
            {
                throw new TransportException(TransportError.AnswerTooLarge, $"The answer is larger than {MaximumBytes} bytes.");
            }
        }
    }

    public void Dispose()
    {
        var bytes = Interlocked.Exchange(ref _bytes, []);
        if (bytes.Length > 0) ArrayPool<byte>.Shared.Return(bytes);
    }

    private void Grow()
    {
        var larger = ArrayPool<byte>.Shared.Rent(_bytes.Length * 2);
        Written.CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = larger;
    }
}
