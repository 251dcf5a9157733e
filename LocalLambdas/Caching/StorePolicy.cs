using LocalLambdas.Forwarding;
using LocalLambdas.Messages;

namespace LocalLambdas.Caching;

/// <summary>Which answers a shared cache may store (RFC 9111, 3). Depends on its arguments alone.</summary>
internal static class StorePolicy
{
    public static StoreDecision Decide(
        in CacheRequest request, LambdaResponse response, ResponseTiming timing, TimeSpan defaultFreshness, out Freshness freshness)
    {
        freshness = default;
        var control = response.CacheControl();
        var decision = Refusal(request, response, control);
        if (decision != StoreDecision.Store)
            return decision;
        if (FreshnessRules.Of(response, control, timing, defaultFreshness) is not { } rules)
            return StoreDecision.NoFreshness;
        freshness = rules;
        return rules.IsInitiallyFresh || Validators.Of(response) is not null ? StoreDecision.Store : StoreDecision.Stale;
    }

    private static StoreDecision Refusal(in CacheRequest request, LambdaResponse response, in CacheControl control)
    {
        if (request.Method != "GET")
            return StoreDecision.Method;
        if (RequestDirectives.Of(request.Headers).NoStore)
            return StoreDecision.RequestNoStore;
        if (!StatusCodes.IsCacheable(response.Status))
            return StoreDecision.Status;
        if (control.IsMalformed)
            return StoreDecision.Malformed;
        if (control.NoStore)
            return StoreDecision.NoStore;
        if (control.Private)
            return StoreDecision.Private;

        // RFC 9111, 7.3: storing it would hand one client's session to another
        if (response.Has("Set-Cookie"))
            return StoreDecision.SetCookie;
        if (request.Headers.Authorization.Count > 0 && !AllowsSharing(control))
            return StoreDecision.Authorization;
        if (response.Has("Content-Range"))
            return StoreDecision.PartialContent;

        // RFC 9112, 8: it counts as whole wherever it ends, also where its process was killed; who stored it would repeat the cut
        if (response.Rest is { EndsWithConnection: true })
            return StoreDecision.MayBeCut;
        return response.Members("Vary").Any(IsOfEachRequest) ? StoreDecision.VaryAny : StoreDecision.Store;
    }

    // What the proxy says of a request's way stands in no request that it could compare: it adds it behind the cache
    private static bool IsOfEachRequest(string name) => name == "*" || ForwardedHeaders.TellWay(name);

    // RFC 9111, 3.5
    private static bool AllowsSharing(in CacheControl control) =>
        control.Public || control.MustRevalidate || (control.SharedMaxAge is not null && !control.HasInvalidSeconds);
}
