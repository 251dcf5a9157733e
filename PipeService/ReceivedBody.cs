using System.Buffers;
using System.Security.Cryptography;

namespace DemoService;

/// <summary>What is told of a request's body, of which nothing is kept.</summary>
/// <param name="Sha256">Null when it is not wanted: to hash a body is no part of carrying it.</param>
internal readonly record struct ReceivedBody(long Bytes, string? Sha256)
{
    private const int ReadAtOnce = 64 * 1024;

    public static async ValueTask<ReceivedBody> ReadAsync(Stream body, bool isHashed)
    {
        using var hash = isHashed ? IncrementalHash.CreateHash(HashAlgorithmName.SHA256) : null;
        var buffer = ArrayPool<byte>.Shared.Rent(ReadAtOnce);
        try
        {
            long bytes = 0;
            while (await body.ReadAsync(buffer).ConfigureAwait(false) is > 0 and var read)
            {
                bytes += read;
                hash?.AppendData(buffer, 0, read);
            }

            return new(bytes, hash is null ? null : Convert.ToHexStringLower(hash.GetHashAndReset()));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
