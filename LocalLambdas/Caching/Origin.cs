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
            if (response.Rest is { } rest)
                await rest.DisposeAsync();
            if (Validators.Confirm(asked, response))
                return (await KeepAsync(request, selected, StoredHeaders.Update(selected.Response, response), begin, generation, cancellationToken)) with { Confirmed = true };

            // It confirms something that is not stored here: the answer itself is needed (RFC 9111, 4.3.4)
            store.Remove(selected);
            begin = time.GetTimestamp();
            response = await fetch(ConditionalHeaders.None, cancellationToken);
        }

        return await KeepAsync(request, selected, response, begin, generation, cancellationToken);
    }

    private async ValueTask<OriginResult> KeepAsync(
        CacheRequest request, CacheEntry? selected, LambdaResponse response, long begin, int generation, CancellationToken cancellationToken)
    {
        var decision = StorePolicy.Decide(request, response, ResponseTiming.Since(begin, time), options.DefaultFreshness, out var freshness);
        CacheEntry? entry = null;
        if (decision == StoreDecision.Store)
        {
            response = await ReceiveAsync(request, response, freshness, generation, cancellationToken);
            decision = Store(request, response, freshness, generation, out entry);
        }

        // A newer answer replaces the stored one even if it may not take its place; a failure says nothing about it (RFC 9111, 4.3.3),
        // and neither does a 304 to the client's own condition
        if (entry is null && selected is not null && response.Status is < 500 and not 304)
            store.Remove(selected);
        return new OriginResult(response, entry, decision, Confirmed: false);
    }

    /// <summary>What is small, and says so, is received whole: others wait for it, and its client may be slow.</summary>
    private async ValueTask<LambdaResponse> ReceiveAsync(
        CacheRequest request, LambdaResponse response, Freshness freshness, int generation, CancellationToken cancellationToken)
    {
        if (response.Rest is not { } rest || response.Body.Length + rest.Length > options.MaxEntryBytes)
            return response;
        if (rest.Length is null)
            return await ReceiveForAWhileAsync(request, response, rest, freshness, generation, cancellationToken);
        await using (rest)
            return response with { Body = await rest.ReadToEndAsync(response.Body, cancellationToken), Rest = null };
    }

    /// <summary>
    /// What does not say how long it is mostly ends soon, but may take any time: then it passes on as it comes, and is stored, if it is small,
    /// when it has passed.
    /// </summary>
    private async ValueTask<LambdaResponse> ReceiveForAWhileAsync(
        CacheRequest request, LambdaResponse response, BodyRest rest, Freshness freshness, int generation, CancellationToken cancellationToken)
    {
        var received = new MemoryStream();
        received.Write(response.Body.Span);
        var read = new BegunRead(rest);
        using var enough = new CancellationTokenSource();
        try
        {
            var patience = Task.Delay(options.Patience, enough.Token);
            while (received.Length <= options.MaxEntryBytes && await read.IsThereAsync(patience, cancellationToken))
            {
                if (await read.TakeAsync() is { IsEmpty: false } bytes)
                {
                    received.Write(bytes.Span);
                    continue;
                }

                await read.DisposeAsync();
                return response with { Body = received.ToArray(), Rest = null };
            }
        }
        catch
        {
            await read.DisposeAsync();
            throw;
        }
        finally
        {
            await enough.CancelAsync();
        }

        var begin = received.ToArray();
        var head = response with { Rest = null };
        var recorded = new RecordedBody(read, begin, options.MaxEntryBytes, body => Store(request, head with { Body = body }, freshness, generation, out _));
        return response with { Body = begin, Rest = new(recorded, null) };
    }

    private StoreDecision Store(CacheRequest request, LambdaResponse response, Freshness freshness, int generation, out CacheEntry? entry)
    {
        entry = null;
        if (response.Rest is not null)
            return response.Rest.Length is null ? StoreDecision.UnderWay : StoreDecision.TooLarge;

        // Before its body is copied
        if (response.Body.Length > options.MaxEntryBytes)
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
