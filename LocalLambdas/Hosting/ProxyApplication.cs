using LocalLambdas.Caching;
using LocalLambdas.Envelopes;
using LocalLambdas.Forwarding;
using LocalLambdas.Lambdas;
using LocalLambdas.Telemetry;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http.Features;

namespace LocalLambdas.Hosting;

/// <summary>Answers the clients' requests: from the cache, or else from the lambda that has the route.</summary>
/// <param name="cache">Null when it is off.</param>
internal sealed class ProxyApplication(LambdaRegistry lambdas, Forwarder forwarder, ResponseCache? cache, ProxyTelemetry telemetry)
    : IHttpApplication<IFeatureCollection>
{
    public IFeatureCollection CreateContext(IFeatureCollection contextFeatures) => contextFeatures;

    public void DisposeContext(IFeatureCollection context, Exception? exception)
    {
    }

    public Task ProcessRequestAsync(IFeatureCollection context)
    {
        var request = context.GetRequiredFeature<IHttpRequestFeature>();
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
        try
        {
            var response = await AnswerAsync(context, request, timeline, aborted).ConfigureAwait(false);
            var head = context.GetRequiredFeature<IHttpResponseFeature>();
            ResponseWriter.WriteHead(head, response);
            if (timeline is { WantsHeader: true }) head.Headers[ServerTimingHeader.Name] = ServerTimingHeader.Of(timeline);
            await ResponseWriter.WriteBodyAsync(context, request.Method, response, aborted).ConfigureAwait(false);
        }
        catch (OperationCanceledException exception) when (aborted.IsCancellationRequested)
        {
            // The client is gone: there is nobody to answer.
            timeline?.Failed(exception);
        }
    }

    private async ValueTask<LambdaResponse> AnswerAsync(
        IFeatureCollection context, IHttpRequestFeature request, RequestTimeline? timeline, CancellationToken aborted)
    {
        var target = RequestTarget.Of(request);
        try
        {
            if (cache is null) return await ForwardAsync(context, request, target, null, timeline, aborted).ConfigureAwait(false);

            var cacheRequest = new CacheRequest(request.Method, request.Headers.Host.ToString(), target.Path, target.Query, request.Headers);
            var answer = context.GetRequiredFeature<IHttpResponseFeature>().Headers;
            timeline?.CacheBegins();
            if (cache.TryGetFresh(cacheRequest, out var cached))
            {
                timeline?.CacheEnds(CacheStatus.Hit);
                CacheHeaders.WriteHit(answer, cached.AgeSeconds);
                return cached.Response;
            }

            var outcome = await cache.FetchAsync(
                cacheRequest,
                (conditions, cancellationToken) => ForwardAsync(context, request, target, conditions, timeline, cancellationToken),
                aborted).ConfigureAwait(false);
            timeline?.CacheEnds(outcome.Status);
            CacheHeaders.Write(answer, outcome);
            return outcome.Response;
        }
        catch (ForwardException failure)
        {
            timeline?.Failed(failure.Error);
            return Problem.From(failure);
        }
    }

    private async ValueTask<LambdaResponse> ForwardAsync(
        IFeatureCollection context,
        IHttpRequestFeature request,
        RequestTarget target,
        ConditionalHeaders? conditions,
        RequestTimeline? timeline,
        CancellationToken cancellationToken)
    {
        timeline?.ForwardBegins();
        var lambda = lambdas.ByPath(target.RoutePath)
            ?? throw new ForwardException(ForwardError.NoRoute, "No lambda of the manifest has a route for this path.");
        var body = await RequestBody.ReadAsync(context, cancellationToken).ConfigureAwait(false);
        HopByHopHeaders.RemoveFrom(request.Headers);
        var headers = CacheHeaders.Apply(conditions, request.Headers);
        var response = await forwarder
            .ForwardAsync(lambda, new(request.Method, target.Uri, headers, body), timeline, cancellationToken).ConfigureAwait(false);
        timeline?.ForwardEnds();
        return response;
    }
}
