using System.Text;
using LocalLambdas.Messages;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace LocalLambdas.Caching;

/// <summary>
/// The secondary key (RFC 9111, 4.1): the request's fields that an answer depends on. <c>Authorization</c> always is one of them,
/// so that no client gets what was answered to another's credentials, even where RFC 9111, 3.5 would allow it.
/// </summary>
internal sealed class VaryKey
{
    // Authorization first
    private readonly string[] _names;
    private readonly StringValues[] _values;

    private VaryKey(string[] names, IHeaderDictionary headers)
    {
        _names = names;
        _values = Array.ConvertAll(names, name => headers[name]);
    }

    public long Characters => _names.Sum(name => (long)name.Length) + _values.Sum(value => (long)value.ToString().Length);

    public static VaryKey Of(LambdaResponse response, bool isHeuristic, IHeaderDictionary headers)
    {
        var names = response.Members("Vary").Prepend("Authorization");

        // What nobody declared to be the same for all is not guessed to be the same for different sessions
        if (isHeuristic)
            names = names.Append("Cookie");
        return new VaryKey([.. names.Distinct(StringComparer.OrdinalIgnoreCase)], headers);
    }

    public bool Matches(IHeaderDictionary headers)
    {
        for (var i = 0; i < _names.Length; i++)
        {
            if (!StringValues.Equals(_values[i], headers[_names[i]]))
                return false;
        }

        return true;
    }

    public bool Matches(in PlainRequest request)
    {
        for (var i = 0; i < _names.Length; i++)
        {
            if (!request.Has(_names[i], _values[i]))
                return false;
        }

        return true;
    }

    /// <summary>The values that a request has for the fields which, as far as is known, its answer depends on.</summary>
    public static string Selecting(VaryKey? known, IHeaderDictionary headers)
    {
        var text = new StringBuilder(headers.Authorization.ToString());
        foreach (var name in known?._names.Skip(1) ?? [])
            text.Append('\n').Append(name).Append(':').Append(headers[name].ToString());
        return text.ToString();
    }
}
