using LocalLambdas.Caching;
using LocalLambdas.Envelopes;
using LocalLambdas.Forwarding;
using LocalLambdas.Lambdas;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace LocalLambdas.Hosting;

/// <summary>Answers the clients' requests: from the cache, or else from the lambda that has the route.</summary>
/// <param name="cache">Null when it is off.</param>
internal sealed class ProxyApplication(LambdaRegistry lambdas, Forwarder forwarder, ResponseCache? cache) : IHttpApplication<IFeatureCollection>
{
    public IFeatureCollection CreateContext(IFeatureCollection contextFeatures) => contextFeatures;

    public void DisposeContext(IFeatureCollection context, Exception? exception)
    {
    }

    public async Task ProcessRequestAsync(IFeatureCollection context)
    {
        var request = context.GetRequiredFeature<IHttpRequestFeature>();
        var aborted = context.GetRequiredFeature<IHttpRequestLifetimeFeature>().RequestAborted;
        try
        {
            var response = await AnswerAsync(context, request, aborted).ConfigureAwait(false);
            ResponseWriter.WriteHead(context.GetRequiredFeature<IHttpResponseFeature>(), response);
            await ResponseWriter.WriteBodyAsync(context, request.Method, response, aborted).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (aborted.IsCancellationRequested)
        {
            // The client is gone: there is nobody to answer.
        }
    }

    private async ValueTask<LambdaResponse> AnswerAsync(IFeatureCollection context, IHttpRequestFeature request, CancellationToken aborted)
    {
        var target = RequestTarget.Of(request);
        try
        {
            if (cache is null) return await ForwardAsync(context, request, target, null, aborted).ConfigureAwait(false);

            var cacheRequest = new CacheRequest(request.Method, request.Headers.Host.ToString(), target.Path, target.Query, request.Headers);
            var answer = context.GetRequiredFeature<IHttpResponseFeature>().Headers;
            if (cache.TryGetFresh(cacheRequest, out var cached))
            {
                CacheHeaders.WriteHit(answer, cached.AgeSeconds);
                return cached.Response;
            }

            var outcome = await cache.FetchAsync(
                cacheRequest,
                (conditions, cancellationToken) => ForwardAsync(context, request, target, conditions, cancellationToken),
                aborted).ConfigureAwait(false);
            CacheHeaders.Write(answer, outcome);
            return outcome.Response;
        }
        catch (ForwardException failure)
        {
            return Problem.From(failure);
        }
    }

    private async ValueTask<LambdaResponse> ForwardAsync(
        IFeatureCollection context, IHttpRequestFeature request, RequestTarget target, ConditionalHeaders? conditions, CancellationToken cancellationToken)
    {
        var lambda = lambdas.ByPath(target.RoutePath)
            ?? throw new ForwardException(ForwardError.NoRoute, "No lambda of the manifest has a route for this path.");

        // RFC 9110, 9.3.6: its target is host and port, never a path; and a 2xx answer would turn the connection into a tunnel.
        if (HttpMethods.IsConnect(request.Method)) throw new ForwardException(ForwardError.BadRequest, "CONNECT has no path, and there are no tunnels here.");
        var body = await RequestBody.ReadAsync(context, cancellationToken).ConfigureAwait(false);
        HopByHopHeaders.RemoveFrom(request.Headers);
        var headers = CacheHeaders.Apply(conditions, request.Headers);
        return await forwarder.ForwardAsync(lambda, new(request.Method, target.Uri, headers, body), cancellationToken).ConfigureAwait(false);
    }
}
