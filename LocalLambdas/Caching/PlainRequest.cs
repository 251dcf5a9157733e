using System.Text;
using Microsoft.Extensions.Primitives;

namespace LocalLambdas.Caching;

/// <summary>
/// A GET as it came: visible ASCII alone, and no field that asks anything of a cache, of the connection or of the proxy. So its answer
/// depends on target, host, and what <c>Vary</c> names.
/// </summary>
/// <param name="head">From the method until the empty line.</param>
internal readonly ref struct PlainRequest(
    ReadOnlySpan<byte> head, ReadOnlySpan<byte> target, ReadOnlySpan<byte> host, ReadOnlySpan<PlainField> fields)
{
    private readonly ReadOnlySpan<byte> _head = head;
    private readonly ReadOnlySpan<PlainField> _fields = fields;

    public ReadOnlySpan<byte> Target { get; } = target;

    public ReadOnlySpan<byte> Host { get; } = host;

    public int Length => _head.Length;

    /// <summary>Whether the field has this value, or is absent if it is none. What stands several times, or has several values, is left to others.</summary>
    public bool Has(string name, StringValues value)
    {
        var isFound = false;
        foreach (var field in _fields)
        {
            if (field.NameLength != name.Length || !Ascii.EqualsIgnoreCase(_head.Slice(field.NameStart, field.NameLength), name))
                continue;
            if (isFound || value.Count != 1 || !Ascii.Equals(_head.Slice(field.ValueStart, field.ValueLength), value[0]))
                return false;
            isFound = true;
        }

        return isFound || value.Count == 0;
    }
}
