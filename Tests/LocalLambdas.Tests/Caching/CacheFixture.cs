using LocalLambdas.Caching;
using LocalLambdas.Messages;

namespace LocalLambdas.Tests.Caching;

/// <summary>A cache, the time, and a service whose next answer the test sets.</summary>
internal sealed class CacheFixture
{
    private int _calls;

    public CacheFixture(CacheOptions? options = null) => Cache = new ResponseCache(options ?? new CacheOptions(), Time);

    public ManualTime Time { get; } = new();

    public ResponseCache Cache { get; }

    public int Calls => Volatile.Read(ref _calls);

    /// <summary>The conditions of the latest call; null when those of the client were to be sent.</summary>
    public ConditionalHeaders? Conditions { get; private set; }

    public Func<ConditionalHeaders?, LambdaResponse> Service { get; set; } = _ => Messages.Ok("unset");

    /// <summary>What the proxy does: a look into the cache, then a call.</summary>
    public async Task<CacheOutcome> SendAsync(CacheRequest request)
    {
        if (Cache.TryGetFresh(request, out var cached))
            return new CacheOutcome(cached.Response, CacheStatus.Hit, cached.AgeSeconds);
        return await Cache.FetchAsync(request, CallAsync, TestContext.Current.CancellationToken);
    }

    public Task<CacheOutcome> SendAsync(CacheRequest request, LambdaResponse answer)
    {
        Service = _ => answer;
        return SendAsync(request);
    }

    private ValueTask<LambdaResponse> CallAsync(ConditionalHeaders? conditions, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _calls);
        Conditions = conditions;
        return ValueTask.FromResult(Service(conditions));
    }
}
