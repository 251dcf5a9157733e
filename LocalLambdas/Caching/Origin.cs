using LocalLambdas.Messages;
using Fetch = System.Func<
    LocalLambdas.Caching.ConditionalHeaders?,
    System.Threading.CancellationToken,
    System.Threading.Tasks.ValueTask<LocalLambdas.Messages.LambdaResponse>>;

namespace LocalLambdas.Caching;

/// <summary>A call to the service, and what becomes of its answer.</summary>
internal sealed class Origin(CacheStore store, CacheOptions options, TimeProvider time)
{
    /// <param name="selected">What is stored for the request; confirmed by the service where that is possible.</param>
    /// <param name="conditions">The conditions to send when there is nothing to confirm; null: those of the client.</param>
    public async ValueTask<OriginResult> FetchAsync(
        CacheRequest request,
        CacheEntry? selected,
        ConditionalHeaders? conditions,
        int generation,
        Fetch fetch,
        CancellationToken cancellationToken)
    {
        var begin = time.GetTimestamp();
        var response = await fetch(selected?.Validators ?? conditions, cancellationToken);
        if (response.Status == 304 && selected?.Validators is { } asked)
        {
            if (Validators.Confirm(asked, response))
                return Keep(request, selected, StoredHeaders.Update(selected.Response, response), begin, generation) with { Confirmed = true };

            // It confirms something that is not stored here: the answer itself is needed (RFC 9111, 4.3.4)
            store.Remove(selected);
            begin = time.GetTimestamp();
            response = await fetch(ConditionalHeaders.None, cancellationToken);
        }

        return Keep(request, selected, response, begin, generation);
    }

    private OriginResult Keep(CacheRequest request, CacheEntry? selected, LambdaResponse response, long begin, int generation)
    {
        var decision = Store(request, response, ResponseTiming.Since(begin, time), generation, out var entry);

        // A newer answer replaces the stored one even if it may not take its place; a failure says nothing about it (RFC 9111, 4.3.3),
        // and neither does a 304 to the client's own condition
        if (entry is null && selected is not null && response.Status is < 500 and not 304)
            store.Remove(selected);
        return new OriginResult(response, entry, decision, Confirmed: false);
    }

    private StoreDecision Store(CacheRequest request, LambdaResponse response, ResponseTiming timing, int generation, out CacheEntry? entry)
    {
        entry = null;
        var decision = StorePolicy.Decide(request, response, timing, options.DefaultFreshness, out var freshness);
        if (decision != StoreDecision.Store)
            return decision;

        // Before its body is copied. What is still to come is not waited for
        if (response.Rest is not null || response.Body.Length > options.MaxEntryBytes)
            return StoreDecision.TooLarge;
        var candidate = new CacheEntry(CacheKey.Of(request), VaryKey.Of(response, freshness.IsHeuristic, request.Headers), response, freshness);
        if (candidate.Size > options.MaxEntryBytes)
            return StoreDecision.TooLarge;
        if (!store.TryAdd(candidate, request.Headers, generation))
            return StoreDecision.Invalidated;
        entry = candidate;
        return StoreDecision.Store;
    }
}
