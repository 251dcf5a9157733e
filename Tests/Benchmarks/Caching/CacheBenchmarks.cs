using System.Globalization;
using System.Text;
using BenchmarkDotNet.Attributes;
using LocalLambdas.Caching;
using LocalLambdas.Hosting.FastPath;
using LocalLambdas.Messages;
using Microsoft.AspNetCore.Http;

namespace Benchmarks.Caching;

/// <summary>A look into the cache, by a request that Kestrel has read and by one in bytes.</summary>
[MemoryDiagnoser]
public class CacheBenchmarks
{
    private const string Authority = "127.0.0.1:3000";

    private static readonly byte[] HitBytes = Encoding.ASCII.GetBytes($"GET /pipe/0?max-age=3600 HTTP/1.1\r\nHost: {Authority}\r\n\r\n");
    private static readonly byte[] MissBytes = Encoding.ASCII.GetBytes($"GET /pipe/x?max-age=3600 HTTP/1.1\r\nHost: {Authority}\r\n\r\n");

    private readonly ResponseCache _cache = new(new CacheOptions(), TimeProvider.System);
    private readonly CacheRequest _hit = Request("/pipe/0");
    private readonly CacheRequest _miss = Request("/pipe/x");

    [Params(1, 1000)]
    public int Stored { get; set; }

    [GlobalSetup]
    public async Task FillAsync()
    {
        for (var index = Stored - 1; index >= 0; index--)
            await _cache.FetchAsync(Request(string.Create(CultureInfo.InvariantCulture, $"/pipe/{index}")), Answer, CancellationToken.None);
        _cache.TryGetFresh(_hit, out var cached);
        cached.Entry!.Plain = new PlainAnswer("HTTP/1.1 200 OK\r\nAge: "u8.ToArray(), "\r\n\r\n"u8.ToArray(), cached.Response.Body);
        if (!Hit() || !PlainHit() || Miss() || PlainMiss())
            throw new InvalidOperationException("The cache does not answer what is measured.");
    }

    [Benchmark]
    public bool Hit() => _cache.TryGetFresh(_hit, out _);

    [Benchmark]
    public bool Miss() => _cache.TryGetFresh(_miss, out _);

    [Benchmark]
    public bool PlainHit() => TryGetPlain(HitBytes);

    [Benchmark]
    public bool PlainMiss() => TryGetPlain(MissBytes);

    private bool TryGetPlain(byte[] bytes)
    {
        Span<PlainField> fields = stackalloc PlainField[PlainRequestParser.MostFields];
        return PlainRequestParser.TryParse(bytes, fields, out var request) && _cache.TryGetPlain(request, out _, out _);
    }

    private static CacheRequest Request(string path) => new("GET", Authority, path, "?max-age=3600", new HeaderDictionary());

    private static ValueTask<LambdaResponse> Answer(ConditionalHeaders? conditions, CancellationToken cancellationToken) =>
        ValueTask.FromResult(new LambdaResponse(200, SampleMessage.ResponseHeaders, SampleMessage.Body));
}
