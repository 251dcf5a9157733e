namespace Benchmarks;

/// <summary>A request and an answer as clients and the demo services send them.</summary>
internal static class SampleMessage
{
    public const string Method = "GET";
    public const string Uri = "/pipe/hello?max-age=3600";

    public static readonly KeyValuePair<string, string>[] RequestHeaders =
    [
        new("Host", "127.0.0.1:3000"),
        new("User-Agent", "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"),
        new("Accept", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"),
        new("Accept-Language", "en-US,en;q=0.5"),
        new("Accept-Encoding", "gzip, deflate, br, zstd"),
        new("X-Forwarded-For", "127.0.0.1"),
        new("X-Forwarded-Proto", "http"),
    ];

    public static readonly KeyValuePair<string, string>[] ResponseHeaders = [new("Content-Type", "application/json"), new("Cache-Control", "max-age=3600")];

    public static readonly byte[] Body =
        """{"service":"pipe-service","communication":"pipe","timestamp":1764108000000,"request":{"method":"GET","uri":"/pipe/hello?max-age=3600"}}"""u8.ToArray();
}
