using System.Text;

namespace PerfRunner.Load;

/// <summary>A request as bytes, built once and sent often.</summary>
internal sealed class LoadRequest
{
    private readonly byte[] _bytes;

    private LoadRequest(byte[] bytes, CacheExpectation cache)
    {
        _bytes = bytes;
        Cache = cache;
    }

    public ReadOnlySpan<byte> Bytes => _bytes;

    public CacheExpectation Cache { get; }

    /// <param name="pathAndQuery">Begins with a slash; sent as it is.</param>
    public static LoadRequest Get(Uri server, string pathAndQuery, CacheExpectation cache)
    {
        string head = $"GET {pathAndQuery} HTTP/1.1\r\nHost: {server.Authority}\r\n";

        // A cache that honours the request's Cache-Control must pass it on, whatever it has stored.
        string noStore = cache == CacheExpectation.MustNotHit ? "Cache-Control: no-store\r\n" : "";
        return new LoadRequest(Encoding.ASCII.GetBytes($"{head}{noStore}\r\n"), cache);
    }
}
