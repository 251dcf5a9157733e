using System.Collections;

namespace LambdaRuntime;

/// <summary>Header fields in the order they came. Names are case-insensitive, and a name may occur several times.</summary>
public sealed class LambdaHeaders : IEnumerable<KeyValuePair<string, string>>
{
    private readonly List<KeyValuePair<string, string>> _fields;

    /// <summary>No fields yet.</summary>
    public LambdaHeaders() => _fields = [];

    internal LambdaHeaders(int capacity) => _fields = new(capacity);

    /// <summary>The number of fields; a name with two values counts twice.</summary>
    public int Count => _fields.Count;

    /// <summary>The first value of the name, or null.</summary>
    public string? this[string name]
    {
        get
        {
            foreach (var field in _fields)
                if (IsSame(field.Key, name))
                    return field.Value;
            return null;
        }
    }

    /// <summary>Adds a field; what the name already has stays.</summary>
    public void Add(string name, string value)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(value);
        _fields.Add(new(name, value));
    }

    /// <summary>All values of the name, in order.</summary>
    public IEnumerable<string> GetValues(string name)
    {
        foreach (var field in _fields)
            if (IsSame(field.Key, name))
                yield return field.Value;
    }

    /// <summary>Enumerates the fields without allocating.</summary>
    public List<KeyValuePair<string, string>>.Enumerator GetEnumerator() => _fields.GetEnumerator();

    IEnumerator<KeyValuePair<string, string>> IEnumerable<KeyValuePair<string, string>>.GetEnumerator() => GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    internal KeyValuePair<string, string> this[int index] => _fields[index];

    /// <summary>The next field at or after the index that has the name, or -1.</summary>
    internal int IndexOf(string name, int start)
    {
        for (var index = start; index < _fields.Count; index++)
            if (IsSame(_fields[index].Key, name))
                return index;
        return -1;
    }

    private static bool IsSame(string left, string right) => string.Equals(left, right, StringComparison.OrdinalIgnoreCase);
}
