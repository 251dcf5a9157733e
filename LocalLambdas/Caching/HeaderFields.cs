using LocalLambdas.Messages;

namespace LocalLambdas.Caching;

/// <summary>Reads the header fields of a service's answer.</summary>
internal static class HeaderFields
{
    public static bool Is(string name, string other) => string.Equals(name, other, StringComparison.OrdinalIgnoreCase);

    public static bool Has(this LambdaResponse response, string name)
    {
        foreach (var header in response.Headers)
        {
            if (Is(header.Key, name))
                return true;
        }

        return false;
    }

    public static IEnumerable<string> Lines(this LambdaResponse response, string name) =>
        response.Headers.Where(header => Is(header.Key, name)).Select(header => header.Value);

    /// <summary>The value of a field that may stand once only; null when it is absent or ambiguous.</summary>
    public static string? Single(this LambdaResponse response, string name)
    {
        string? value = null;
        foreach (var line in response.Lines(name))
        {
            if (value is not null)
                return null;
            value = line;
        }

        return value;
    }

    public static CacheControl CacheControl(this LambdaResponse response)
    {
        var control = new CacheControl();
        foreach (var line in response.Lines("Cache-Control"))
            control.Add(line);
        return control;
    }

    /// <summary>The members of a list-based field, over all its lines (RFC 9110, 5.6.1).</summary>
    public static IEnumerable<string> Members(this LambdaResponse response, string name) =>
        response.Lines(name).SelectMany(line => line.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));

    public static bool IsNoCachePragma(string value) => value.Contains("no-cache", StringComparison.OrdinalIgnoreCase);
}
