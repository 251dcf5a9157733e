using System.Globalization;
using System.Text;

namespace PerfRunner.Load;

/// <summary>A request as bytes, built once and sent often.</summary>
internal sealed class LoadRequest
{
    /// <summary>A cache that honours the request's Cache-Control must pass it on, whatever it has stored (RFC 9111, 5.2.1.5).</summary>
    public const string NoStore = "Cache-Control: no-store";

    private const string EndOfLine = "\r\n";

    private readonly byte[] _bytes;

    private LoadRequest(Uri url, byte[] bytes, CacheExpectation cache, long? bodyBytes)
    {
        Url = url;
        _bytes = bytes;
        Cache = cache;
        BodyBytes = bodyBytes;
    }

    public Uri Url { get; }

    public ReadOnlySpan<byte> Bytes => _bytes;

    public CacheExpectation Cache { get; }

    /// <summary>How long the answer's body has to be; null for any length.</summary>
    public long? BodyBytes { get; }

    /// <param name="pathAndQuery">Begins with a slash; sent as it is.</param>
    public static LoadRequest Get(Uri server, string pathAndQuery, CacheExpectation cache)
    {
        string head = $"GET {pathAndQuery} HTTP/1.1{EndOfLine}Host: {server.Authority}{EndOfLine}{EndOfLine}";
        LoadRequest request = new(new Uri(server, pathAndQuery), Encoding.ASCII.GetBytes(head), cache, bodyBytes: null);
        return cache == CacheExpectation.MustNotHit ? request.With(NoStore) : request;
    }

    /// <summary>With a body; its answer does not come from a cache.</summary>
    public static LoadRequest Post(Uri server, string pathAndQuery, byte[] body)
    {
        string head = string.Create(
            CultureInfo.InvariantCulture,
            $"POST {pathAndQuery} HTTP/1.1{EndOfLine}Host: {server.Authority}{EndOfLine}Content-Length: {body.Length}{EndOfLine}{EndOfLine}");
        return new(new Uri(server, pathAndQuery), [.. Encoding.ASCII.GetBytes(head), .. body], CacheExpectation.MustNotHit, bodyBytes: null);
    }

    /// <summary>The same request with one more header. It has no body.</summary>
    public LoadRequest With(string header) =>
        new(Url, [.. _bytes.AsSpan(..^EndOfLine.Length), .. Encoding.ASCII.GetBytes(header + EndOfLine + EndOfLine)], Cache, BodyBytes);

    /// <summary>The same request, whose answer must have a body of this length.</summary>
    public LoadRequest Expecting(long bodyBytes) => new(Url, _bytes, Cache, bodyBytes);
}
