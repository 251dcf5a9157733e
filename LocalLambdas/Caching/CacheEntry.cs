using System.Runtime.InteropServices;
using LocalLambdas.Messages;

namespace LocalLambdas.Caching;

/// <summary>A stored answer.</summary>
internal sealed class CacheEntry
{
    // Objects, links and table slots of an entry and of a header field, and what the proxy adds to an answer; a rough figure
    private const int EntryOverhead = 768;
    private const int HeaderOverhead = 64;

    // As text, and once more as it stands on the wire
    private const int HeaderCharacter = sizeof(char) + 1;

    private LambdaResponse? _notModified;
    private volatile bool _used;

    public CacheEntry(CacheKey key, VaryKey vary, LambdaResponse response, Freshness freshness)
    {
        Key = key;
        Vary = vary;
        Freshness = freshness;
        Response = response with { Headers = StoredHeaders.Of(response, freshness.Timing.ReceivedAt), Body = Own(response.Body) };
        Validators = Caching.Validators.Of(response);
        LastModified = HttpDate.TryParse(Validators?.IfModifiedSince ?? Response.Single("Date"), out var date) ? date : freshness.Timing.ReceivedAt;
        Size = EntryOverhead + Response.Body.Length
            + sizeof(char) * (key.Authority.Length + key.Path.Length + key.Query.Length + vary.Characters)
            + Response.Headers.Sum(header => HeaderOverhead + HeaderCharacter * (long)(header.Key.Length + header.Value.Length));
    }

    public CacheKey Key { get; }

    public VaryKey Vary { get; }

    public LambdaResponse Response { get; }

    public Freshness Freshness { get; }

    public ConditionalHeaders? Validators { get; }

    /// <summary>What <c>If-Modified-Since</c> is compared with; without a <c>Last-Modified</c> the date of the answer (RFC 9111, 4.3.2).</summary>
    public DateTimeOffset LastModified { get; }

    public long Size { get; }

    /// <summary>The answer to a plain GET, once one was answered.</summary>
    public PlainAnswer? Plain { get; set; }

    public LambdaResponse NotModified => _notModified ??= StoredHeaders.NotModified(Response);

    public void Touch()
    {
        // Readers on several cores only share the line as long as nobody writes to it
        if (!_used)
            _used = true;
    }

    /// <summary>Whether it was used since the last time that this was asked.</summary>
    public bool TakeUsed()
    {
        var used = _used;
        _used = false;
        return used;
    }

    /// <summary>A slice would keep all of its buffer alive, which the size does not count.</summary>
    private static ReadOnlyMemory<byte> Own(ReadOnlyMemory<byte> body) =>
        MemoryMarshal.TryGetArray(body, out var segment) && segment.Array?.Length == body.Length ? body : body.ToArray();
}
