using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;

namespace LocalLambdas.Routing;

/// <summary>Finds the most specific route: an exact one before a prefix, a longer prefix before a shorter one.</summary>
internal sealed class RouteTable<T>
{
    private readonly FrozenDictionary<string, T>.AlternateLookup<ReadOnlySpan<char>> _exact;
    private readonly FrozenDictionary<string, T>.AlternateLookup<ReadOnlySpan<char>> _prefixes;

    // Indexed by length. Bounds the work by what the table holds: hashing every prefix of the path
    // would let a client with a long path of short segments demand quadratic time.
    private readonly bool[] _hasPrefixOfLength;

    /// <exception cref="ArgumentException">Two routes have the same text.</exception>
    public RouteTable(IEnumerable<KeyValuePair<RoutePattern, T>> routes)
    {
        var exact = new Dictionary<string, T>(StringComparer.Ordinal);
        var prefixes = new Dictionary<string, T>(StringComparer.Ordinal);
        foreach (var (pattern, value) in routes)
            (pattern.IsPrefix ? prefixes : exact).Add(pattern.Path, value);

        _hasPrefixOfLength = new bool[prefixes.Keys.Select(path => path.Length + 1).DefaultIfEmpty().Max()];
        foreach (var path in prefixes.Keys)
            _hasPrefixOfLength[path.Length] = true;

        _exact = exact.ToFrozenDictionary(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();
        _prefixes = prefixes.ToFrozenDictionary(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();
    }

    public bool TryMatch(ReadOnlySpan<char> path, [MaybeNullWhen(false)] out T value)
    {
        if (_exact.TryGetValue(path, out value))
            return true;

        for (var length = Math.Min(path.Length, _hasPrefixOfLength.Length - 1); length > 0; length--)
        {
            var endsSegment = length == path.Length || path[length] == '/';
            if (endsSegment && _hasPrefixOfLength[length] && _prefixes.TryGetValue(path[..length], out value))
                return true;
        }

        return _prefixes.TryGetValue([], out value);
    }
}
