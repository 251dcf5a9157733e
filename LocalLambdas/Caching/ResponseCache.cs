using System.Diagnostics.CodeAnalysis;
using LocalLambdas.Messages;
using Fetch = System.Func<
    LocalLambdas.Caching.ConditionalHeaders?,
    System.Threading.CancellationToken,
    System.Threading.Tasks.ValueTask<LocalLambdas.Messages.LambdaResponse>>;

namespace LocalLambdas.Caching;

/// <summary>
/// A shared cache of answers (RFC 9111). Ask <see cref="TryGetFresh"/> first, and <see cref="FetchAsync"/> when it has no answer.
/// Nothing stale is ever sent, whatever became of the service.
/// </summary>
internal sealed class ResponseCache
{
    private readonly FlightTable _flights = new();
    private readonly UnshareableKeys _unshareable = new();
    private readonly CacheStore _store;
    private readonly Origin _origin;
    private readonly TimeProvider _time;
    private long _hits;
    private long _misses;

    public ResponseCache(CacheOptions options, TimeProvider time)
    {
        options.Validate();
        _time = time;
        _store = new CacheStore(options.MaxEntries, options.MaxBytes);
        _origin = new Origin(_store, options, time);
    }

    /// <summary>The hot path: without allocation, lock or a look at the service.</summary>
    public bool TryGetFresh(in CacheRequest request, out CachedResponse response)
    {
        response = default;
        return RequestPolicy.Treat(request) is RequestTreatment.Get or RequestTreatment.Head
            && _store.Select(CacheKey.Of(request), request.Headers) is { } entry
            && TryHit(entry, request, out response);
    }

    /// <summary>The same for a request in bytes, of which nothing but its <c>Vary</c> fields can have a say in the answer.</summary>
    public bool TryGetPlain(in PlainRequest request, [NotNullWhen(true)] out PlainAnswer? answer, out int ageSeconds)
    {
        ageSeconds = 0;
        answer = null;
        if (_store.Select(request) is not { Plain: { } plain } entry)
            return false;
        var age = entry.Freshness.Age(_time);
        if (age >= entry.Freshness.Lifetime)
            return false;
        answer = plain;
        ageSeconds = Seconds(age);
        Hit(entry);
        return true;
    }

    /// <summary>
    /// Forwards the request, or joins a call for the same that is under way. Such a call outlives the request that began it as long as
    /// others wait for it, and this method returns after it: what <paramref name="fetch"/> refers to remains in use until then.
    /// </summary>
    /// <param name="fetch">
    /// Calls the service; bounds its own time. Given conditions, it sends them in place of the client's; given null, the client's.
    /// </param>
    public ValueTask<CacheOutcome> FetchAsync(
        CacheRequest request,
        Fetch fetch,
        CancellationToken cancellationToken)
    {
        var treatment = RequestPolicy.Treat(request);
        if (treatment == RequestTreatment.Unsafe)
            return ForwardUnsafeAsync(request, fetch, cancellationToken);
        if (treatment == RequestTreatment.Safe)
            return ForwardAsync(CacheStatus.Method, fetch, cancellationToken);

        var directives = RequestDirectives.Of(request.Headers);
        if (directives.OnlyIfCached)
            return ValueTask.FromResult(FromCacheAlone(request));
        if (treatment == RequestTreatment.Bypass)
            return ForwardAsync(CacheStatus.Bypass, fetch, cancellationToken);
        Interlocked.Increment(ref _misses);
        if (directives.NoStore)
            return ForwardAsync(CacheStatus.Request, fetch, cancellationToken);
        return treatment == RequestTreatment.Head
            ? ForwardAsync(Reason(_store.Select(CacheKey.Of(request), request.Headers)), fetch, cancellationToken)
            : GetAsync(request, directives.AcceptsEarlierCall, fetch, cancellationToken);
    }

    public CacheStatistics Snapshot() =>
        new(_store.Count, _store.Bytes, Interlocked.Read(ref _hits), Interlocked.Read(ref _misses), _store.Evictions);

    /// <summary>Drops everything, also what is under way: for when the services themselves were replaced.</summary>
    public void Clear() => _store.Clear();

    private static async ValueTask<CacheOutcome> ForwardAsync(
        CacheStatus status, Fetch fetch, CancellationToken cancellationToken) =>
        new(await fetch(null, cancellationToken), status, null);

    private async ValueTask<CacheOutcome> ForwardUnsafeAsync(
        CacheRequest request, Fetch fetch, CancellationToken cancellationToken)
    {
        LambdaResponse response;
        try
        {
            response = await fetch(null, cancellationToken);
        }
        catch
        {
            // Without an answer nobody knows whether the service has acted
            _store.Invalidate(CacheKey.Of(request));
            throw;
        }

        foreach (var target in Invalidation.Targets(request, response))
            _store.Invalidate(target);
        return new CacheOutcome(response, CacheStatus.Method, null);
    }

    private CacheOutcome FromCacheAlone(in CacheRequest request)
    {
        if (TryGetFresh(request, out var cached))
            return new CacheOutcome(cached.Response, CacheStatus.Hit, cached.AgeSeconds);
        Interlocked.Increment(ref _misses);
        return new CacheOutcome(new LambdaResponse(504, [], default), CacheStatus.NotCached, null);
    }

    private async ValueTask<CacheOutcome> GetAsync(
        CacheRequest request,
        bool acceptsEarlierCall,
        Fetch fetch,
        CancellationToken cancellationToken)
    {
        var key = CacheKey.Of(request);
        var flightKey = FlightKeyOf(request, key);

        // The second round is for those who learnt from the first what the answer depends on. There is no third one
        for (var round = 0; round < 2 && acceptsEarlierCall && !_unshareable.Contains(flightKey); round++)
        {
            var flight = _flights.JoinOrLead(flightKey, _store.Generation(key), out var leads);
            if (leads)
                return await LeadAsync(flightKey, flight, request, fetch, cancellationToken);
            if (await flight.WaitAsync(cancellationToken) is not { } shared)
                break;
            if (shared.Vary.Matches(request.Headers))
            {
                if (TryAnswer(shared, request, out var response))
                    return OfStored(shared, response, CacheStatus.Miss) with { Stored = false, Collapsed = true };
                break;
            }

            flightKey = FlightKeyOf(request, key);
        }

        var selected = _store.Select(key, request.Headers);
        var result = await _origin.FetchAsync(request, selected, null, _store.Generation(key), fetch, cancellationToken);
        Remember(request, flightKey, result);
        return OfCall(result, selected, request);
    }

    private async ValueTask<CacheOutcome> LeadAsync(
        FlightKey flightKey,
        Flight flight,
        CacheRequest request,
        Fetch fetch,
        CancellationToken cancellationToken)
    {
        CacheEntry? selected;
        OriginResult result;
        await using var leaving = cancellationToken.UnsafeRegister(static flight => ((Flight)flight!).Leave(), flight);
        try
        {
            selected = _store.Select(flightKey.Key, request.Headers);

            // A call may have ended between the caller's look into the cache and now
            if (selected is not null && TryHit(selected, request, out var hit))
            {
                Interlocked.Decrement(ref _misses);
                _flights.Remove(flightKey, flight);
                flight.Land(selected);
                return new CacheOutcome(hit.Response, CacheStatus.Hit, hit.AgeSeconds);
            }

            // Without the client's conditions, as their answer would serve no other
            result = await _origin.FetchAsync(request, selected, ConditionalHeaders.None, flight.Generation, fetch, flight.Abandoned);
        }
        catch (Exception exception)
        {
            _flights.Remove(flightKey, flight);
            flight.Crash(exception);
            throw;
        }

        Remember(request, flightKey, result);
        _flights.Remove(flightKey, flight);
        flight.Land(result.Entry);
        return OfCall(result, selected, request);
    }

    private FlightKey FlightKeyOf(in CacheRequest request, CacheKey key) =>
        new(key, VaryKey.Selecting(_store.Newest(key)?.Vary, request.Headers));

    private bool IsShareable(in OriginResult result) => result.Entry is { Freshness: var freshness } && freshness.Age(_time) < freshness.Lifetime;

    private void Remember(in CacheRequest request, FlightKey flightKey, in OriginResult result)
    {
        // A failure, or a change in between, does not tell whether the next answer can be shared
        var shareable = IsShareable(result);
        if (!shareable && (result.Response.Status >= 500 || result.Decision == StoreDecision.Invalidated))
            return;
        _unshareable.Set(flightKey, !shareable);

        // The answer may have told what it depends on: the next request comes with another key
        _unshareable.Set(FlightKeyOf(request, flightKey.Key), !shareable);
    }

    private bool TryHit(CacheEntry entry, in CacheRequest request, out CachedResponse response)
    {
        if (!TryAnswer(entry, request, out response))
            return false;
        Hit(entry);
        return true;
    }

    private void Hit(CacheEntry entry)
    {
        entry.Touch();
        Interlocked.Increment(ref _hits);
    }

    private bool TryAnswer(CacheEntry entry, in CacheRequest request, out CachedResponse response)
    {
        var directives = RequestDirectives.Of(request.Headers);
        var age = entry.Freshness.Age(_time);
        if (directives.NoStore || !directives.Allow(age, entry.Freshness.Lifetime))
        {
            response = default;
            return false;
        }

        response = Answer(entry, request, age);
        return true;
    }

    private static CachedResponse Answer(CacheEntry entry, in CacheRequest request, TimeSpan age) =>
        Precondition.IsNotModified(request.Headers, entry) ? new(entry.NotModified, Seconds(age), null) : new(entry.Response, Seconds(age), entry);

    private CacheStatus Reason(CacheEntry? selected)
    {
        if (selected is null)
            return CacheStatus.Miss;
        return selected.Freshness.Age(_time) < selected.Freshness.Lifetime ? CacheStatus.Request : CacheStatus.Stale;
    }

    private CacheOutcome OfCall(in OriginResult result, CacheEntry? selected, in CacheRequest request)
    {
        var reason = Reason(selected);
        if (!result.Confirmed)
            return new CacheOutcome(result.Response, reason, null) { Stored = result.Entry is not null, TtlSeconds = Ttl(result.Entry) };

        var status = reason == CacheStatus.Stale ? CacheStatus.Revalidated : reason;
        return result.Entry is { } entry
            ? OfStored(entry, Answer(entry, request, entry.Freshness.Age(_time)), status)
            : new CacheOutcome(result.Response, status, 0);
    }

    private CacheOutcome OfStored(CacheEntry entry, in CachedResponse response, CacheStatus status) =>
        new(response.Response, status, response.AgeSeconds) { Stored = true, TtlSeconds = Ttl(entry) };

    private int? Ttl(CacheEntry? entry) =>
        entry is null ? null : Seconds(entry.Freshness.Lifetime - entry.Freshness.Age(_time));

    private static int Seconds(TimeSpan time) => (int)Math.Clamp(time.TotalSeconds, 0, int.MaxValue);
}
