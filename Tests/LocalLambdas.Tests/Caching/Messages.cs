using System.Text;
using LocalLambdas.Caching;
using LocalLambdas.Messages;
using Microsoft.AspNetCore.Http;

namespace LocalLambdas.Tests.Caching;

/// <summary>Short forms of requests and answers. Header fields are written "Name: value".</summary>
internal static class Messages
{
    public static CacheRequest Get(string target, params string[] headers) => Request("GET", target, headers);

    public static CacheRequest Request(string method, string target, params string[] headers)
    {
        var query = target.IndexOf('?', StringComparison.Ordinal);
        var fields = new HeaderDictionary();
        foreach (var (name, value) in headers.Select(Field))
            fields.Append(name, value);
        return query < 0
            ? new CacheRequest(method, "localhost:3000", target, "", fields)
            : new CacheRequest(method, "localhost:3000", target[..query], target[query..], fields);
    }

    public static LambdaResponse Ok(string body, params string[] headers) => Answer(200, body, headers);

    public static LambdaResponse Answer(int status, string body, params string[] headers) =>
        new(status, [.. headers.Select(Field)], Encoding.UTF8.GetBytes(body));

    public static string Text(this LambdaResponse response) => Encoding.UTF8.GetString(response.Body.Span);

    public static string? Header(this LambdaResponse response, string name) =>
        response.Headers.Where(header => header.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Select(header => header.Value).SingleOrDefault();

    private static KeyValuePair<string, string> Field(string line)
    {
        var colon = line.IndexOf(':', StringComparison.Ordinal);
        return new(line[..colon], line[(colon + 1)..].Trim());
    }
}
