using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace LocalLambdas.Caching;

/// <summary>
/// The stored answers, bounded in number and in bytes. Reading takes no lock. Room is made by the clock algorithm, which comes near to
/// least recently used and costs a read no more than a flag.
/// </summary>
internal sealed class CacheStore(int maxEntries, long maxBytes)
{
    // Keeps a resource whose Vary names something unbounded from making each of its lookups long
    private const int MaxVariants = 32;

    private const int GenerationStripes = 1024;

    // What is longer is looked up as text that was made for it
    private const int LongestPlainKey = 512;

    private readonly ConcurrentDictionary<CacheKey, CacheEntry[]> _variants = new(CacheKeyComparer.Instance);
    private readonly Dictionary<CacheEntry, LinkedListNode<CacheEntry>> _nodes = [];
    private readonly LinkedList<CacheEntry> _clock = [];
    private readonly int[] _generations = new int[GenerationStripes];
    private readonly Lock _writing = new();
    private long _bytes;
    private long _evictions;

    public int Count
    {
        get
        {
            lock (_writing)
                return _clock.Count;
        }
    }

    public long Bytes => Interlocked.Read(ref _bytes);

    public long Evictions => Interlocked.Read(ref _evictions);

    /// <summary>The newest answer that fits the request's header fields (RFC 9111, 4.1), fresh or not.</summary>
    public CacheEntry? Select(in CacheKey key, IHeaderDictionary headers)
    {
        if (_variants.TryGetValue(key, out var variants))
        {
            foreach (var entry in variants)
            {
                if (entry.Vary.Matches(headers))
                    return entry;
            }
        }

        return null;
    }

    /// <summary>The same for a request in bytes.</summary>
    [SkipLocalsInit]
    public CacheEntry? Select(in PlainRequest request)
    {
        Span<char> text = stackalloc char[LongestPlainKey];
        if (request.Host.Length + request.Target.Length > text.Length)
            return null;
        Ascii.ToUtf16(request.Host, text, out var hostLength);
        Ascii.ToUtf16(request.Target, text[hostLength..], out var targetLength);
        var target = text.Slice(hostLength, targetLength);
        var query = target.IndexOf('?');
        var key = query < 0
            ? new CacheKeyText(text[..hostLength], target, [])
            : new CacheKeyText(text[..hostLength], target[..query], target[query..]);
        if (_variants.GetAlternateLookup<CacheKeyText>().TryGetValue(key, out var variants))
        {
            foreach (var entry in variants)
            {
                if (entry.Vary.Matches(request))
                    return entry;
            }
        }

        return null;
    }

    public CacheEntry? Newest(in CacheKey key) => _variants.TryGetValue(key, out var variants) ? variants[0] : null;

    /// <summary>
    /// Changes when the resource is invalidated. Resources share the counters: a change of another one only costs an answer its storage.
    /// </summary>
    public int Generation(in CacheKey key) => Volatile.Read(ref GenerationOf(key));

    /// <summary>Adds the newest answer in place of those that the same request would have got; false when it has been overtaken.</summary>
    public bool TryAdd(CacheEntry entry, IHeaderDictionary headers, int generation)
    {
        lock (_writing)
        {
            if (Generation(entry.Key) != generation)
                return false;
            foreach (var former in _variants.GetValueOrDefault(entry.Key) ?? [])
            {
                if (former.Vary.Matches(headers))
                    Drop(former);
            }

            if (_variants.TryGetValue(entry.Key, out var others) && others.Length >= MaxVariants)
                Evict(others[^1]);
            while (_clock.Count >= maxEntries || _bytes + entry.Size > maxBytes)
                EvictOne();
            _variants[entry.Key] = [entry, .. _variants.GetValueOrDefault(entry.Key) ?? []];
            _nodes.Add(entry, _clock.AddLast(entry));
            Interlocked.Add(ref _bytes, entry.Size);
            return true;
        }
    }

    public void Remove(CacheEntry entry)
    {
        lock (_writing)
            Drop(entry);
    }

    /// <summary>Drops all variants, and whatever is under way from before.</summary>
    public void Invalidate(in CacheKey key)
    {
        lock (_writing)
        {
            Interlocked.Increment(ref GenerationOf(key));
            foreach (var entry in _variants.GetValueOrDefault(key) ?? [])
                Drop(entry);
        }
    }

    public void Clear()
    {
        lock (_writing)
        {
            foreach (ref var generation in _generations.AsSpan())
                Interlocked.Increment(ref generation);
            while (_clock.First is { } node)
                Drop(node.Value);
        }
    }

    private ref int GenerationOf(in CacheKey key) => ref _generations[(uint)key.GetHashCode() % GenerationStripes];

    private void EvictOne()
    {
        while (_clock.First is { } node)
        {
            if (!node.Value.TakeUsed())
            {
                Evict(node.Value);
                return;
            }

            _clock.RemoveFirst();
            _clock.AddLast(node);
        }
    }

    private void Evict(CacheEntry entry)
    {
        Drop(entry);
        Interlocked.Increment(ref _evictions);
    }

    private void Drop(CacheEntry entry)
    {
        if (!_nodes.Remove(entry, out var node))
            return;
        _clock.Remove(node);
        Interlocked.Add(ref _bytes, -entry.Size);
        var rest = Array.FindAll(_variants[entry.Key], other => other != entry);
        if (rest.Length == 0)
            _variants.TryRemove(entry.Key, out _);
        else
            _variants[entry.Key] = rest;
    }
}
