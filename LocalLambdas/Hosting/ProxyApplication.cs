using System.Runtime.CompilerServices;
using LocalLambdas.Caching;
using LocalLambdas.Forwarding;
using LocalLambdas.Hosting.FastPath;
using LocalLambdas.Lambdas;
using LocalLambdas.Messages;
using LocalLambdas.Telemetry;
using LocalLambdas.Transports;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace LocalLambdas.Hosting;

/// <summary>Answers the clients' requests: from the cache, or else from the lambda that has the route.</summary>
/// <param name="cache">Null when it is off.</param>
internal sealed class ProxyApplication(LambdaRegistry lambdas, Forwarder forwarder, ResponseCache? cache, BodyLimits limits, ProxyTelemetry telemetry)
    : IHttpApplication<IFeatureCollection>
{
    public ResponseCache? Cache => cache;

    /// <summary>For when other lambdas may answer from now on.</summary>
    public void ForgetAnswers() => cache?.Clear();

    public IFeatureCollection CreateContext(IFeatureCollection contextFeatures) => contextFeatures;

    public void DisposeContext(IFeatureCollection context, Exception? exception)
    {
    }

    public Task ProcessRequestAsync(IFeatureCollection context)
    {
        var request = context.GetRequiredFeature<IHttpRequestFeature>();
        if (cache is not null && context.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: false }) context.Get<FastPathReader>()?.ExpectHead();
        return ProxyTelemetry.IsWanted(request) ? TimeAsync(context, request) : ProcessAsync(context, request, null);
    }

    private async Task TimeAsync(IFeatureCollection context, IHttpRequestFeature request)
    {
        var timeline = ProxyTelemetry.Begin(request, lambdas.ByPath(RequestTarget.Of(request).RoutePath));
        try
        {
            await ProcessAsync(context, request, timeline).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            timeline.Failed(exception);
            throw;
        }
        finally
        {
            telemetry.End(timeline, context);
        }
    }

    private async Task ProcessAsync(IFeatureCollection context, IHttpRequestFeature request, RequestTimeline? timeline)
    {
        var aborted = context.GetRequiredFeature<IHttpRequestLifetimeFeature>().RequestAborted;
        LambdaResponse? response = null;
        try
        {
            (response, var outcome, var isOwn) = await AnswerAsync(context, request, timeline, aborted).ConfigureAwait(false);
            var head = context.GetRequiredFeature<IHttpResponseFeature>();
            ResponseWriter.WriteHead(head, response);

            // An answer of the proxy itself has come by no other way, and can be told by that.
            if (!isOwn) head.Headers.Append(ForwardedHeaders.ViaName, ForwardedHeaders.Via);
            if (outcome is { } known) CacheHeaders.Write(head.Headers, known);
            if (timeline is { WantsHeader: true }) head.Headers[ServerTimingHeader.Name] = ServerTimingHeader.Of(timeline);
            if (outcome is { Entry: { Plain: null } entry } && timeline is null && request.Method is "GET") entry.Plain = PlainAnswerFactory.Create(head, response);
            if (response.Rest is null) timeline?.AnswerIsComplete();
            await ResponseWriter.WriteBodyAsync(context, request.Method, response, aborted).ConfigureAwait(false);
        }
        catch (TransportException exception)
        {
            // The rest of a body broke off. It must not look complete: neither its length nor its last chunk may come.
            var failure = forwarder.BrokenOff(lambdas.ByPath(RequestTarget.Of(request).RoutePath), exception);
            timeline?.Failed(failure.Error);
            context.GetRequiredFeature<IHttpRequestLifetimeFeature>().Abort();
        }
        catch (OperationCanceledException exception) when (aborted.IsCancellationRequested)
        {
            // The client is gone: there is nobody to answer.
            timeline?.Failed(exception);
        }
        finally
        {
            if (response?.Rest is { } rest) await rest.DisposeAsync().ConfigureAwait(false);
        }
    }

    // The outcome is null if the cache is off, or the answer is the proxy's own: an error.
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<(LambdaResponse Response, CacheOutcome? Outcome, bool IsOwn)> AnswerAsync(
        IFeatureCollection context, IHttpRequestFeature request, RequestTimeline? timeline, CancellationToken aborted)
    {
        var target = RequestTarget.Of(request);
        var body = ClientBody.Of(context, limits);
        try
        {
            if (!RequestTarget.IsLegal(request.RawTarget)) throw new ForwardException(ForwardError.BadRequest, "The request target has characters that must be percent-encoded.");
            if (cache is null) return (await ForwardAsync(context, request, target, body, null, timeline, aborted).ConfigureAwait(false), null, false);

            var cacheRequest = new CacheRequest(request.Method, request.Headers.Host.ToString(), target.Path, target.Query, request.Headers);
            timeline?.CacheBegins();
            if (cache.TryGetFresh(cacheRequest, out var cached))
            {
                timeline?.CacheEnds(CacheStatus.Hit);
                return (cached.Response, new(cached.Response, CacheStatus.Hit, cached.AgeSeconds) { Entry = cached.Entry }, false);
            }

            var outcome = await FetchAsync(cache, cacheRequest, context, request, target, body, timeline, aborted).ConfigureAwait(false);
            timeline?.CacheEnds(outcome.Status);
            return outcome.Status is CacheStatus.NotCached
                ? throw new ForwardException(ForwardError.NotCached, "The request wants a cached answer only, and there is none.")
                : (outcome.Response, outcome, false);
        }
        catch (TransportException exception)
        {
            // The cache receives a small body whole before anything is sent, and that broke off.
            var failure = forwarder.BrokenOff(lambdas.ByPath(target.RoutePath), exception);
            timeline?.Failed(failure.Error);
            return (Problem.From(failure), null, true);
        }
        catch (ForwardException failure)
        {
            timeline?.Failed(failure.Error);
            if (failure.ClosesConnection) context.GetRequiredFeature<IHttpResponseFeature>().Headers.Connection = "close";
            return (Problem.From(failure), null, true);
        }
    }

    // By itself: what it captures is allocated as soon as the method is called that has it.
    private ValueTask<CacheOutcome> FetchAsync(
        ResponseCache store,
        in CacheRequest cacheRequest,
        IFeatureCollection context,
        IHttpRequestFeature request,
        RequestTarget target,
        RequestBody body,
        RequestTimeline? timeline,
        CancellationToken aborted) =>
        store.FetchAsync(
            cacheRequest, (conditions, cancellationToken) => ForwardAsync(context, request, target, body, conditions, timeline, cancellationToken), aborted);

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<LambdaResponse> ForwardAsync(
        IFeatureCollection context,
        IHttpRequestFeature request,
        RequestTarget target,
        RequestBody body,
        ConditionalHeaders? conditions,
        RequestTimeline? timeline,
        CancellationToken cancellationToken)
    {
        timeline?.ForwardBegins();
        var lambda = Find(target);

        // RFC 9110, 9.3.6: its target is host and port, never a path; and a 2xx answer would turn the connection into a tunnel.
        if (HttpMethods.IsConnect(request.Method)) throw new ForwardException(ForwardError.BadRequest, "CONNECT has no path, and there are no tunnels here.");
        TransferCodings.Check(request);

        // The cache may have to ask twice, and goes on when its client is gone.
        if (conditions is not null) await body.HoldAsync(cancellationToken).ConfigureAwait(false);
        HopByHopHeaders.RemoveFrom(request.Headers);
        var forwarded = new LambdaRequest(request.Method, target.Uri, CacheHeaders.Apply(conditions, request.Headers), body)
        {
            OwnHeaders = ForwardedHeaders.Of(context, request),
        };
        while (true)
        {
            try
            {
                var response = await forwarder.ForwardAsync(lambda, forwarded, timeline, cancellationToken).ConfigureAwait(false);
                timeline?.ForwardEnds();
                return response;
            }
            catch (ForwardException failure) when (failure.Error is ForwardError.Stopped && lambdas.ByPath(target.RoutePath) is { } next && next != lambda)
            {
                // Another manifest came into force after this request had found its lambda. No process has seen it yet.
                lambda = next;
            }
        }
    }

    private Lambda Find(RequestTarget target) => lambdas.ByPath(target.RoutePath)
        ?? throw new ForwardException(ForwardError.NoRoute, "No lambda of the manifest has a route for this path.");
}
