using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using LocalLambdas.Caching;

namespace LocalLambdas.Hosting.FastPath;

/// <summary>Answers plain requests from the cache, without allocating.</summary>
/// <param name="longestHead">What a head may have at most: a longer one is to be refused, which is Kestrel's business.</param>
internal sealed class PlainHits(ResponseCache cache, int longestHead)
{
    /// <param name="bytes">What the client has sent.</param>
    /// <param name="length">Of the request that was answered.</param>
    [SkipLocalsInit]
    public bool TryAnswer(ReadOnlySpan<byte> bytes, PipeWriter writer, out int length)
    {
        Span<PlainField> fields = stackalloc PlainField[PlainRequestParser.MostFields];
        length = 0;
        if (!PlainRequestParser.TryParse(bytes, fields, out var request) || request.Length > longestHead) return false;
        if (!cache.TryGetPlain(request, out var answer, out var age)) return false;
        answer.Write(writer, age);
        length = request.Length;
        return true;
    }
}
