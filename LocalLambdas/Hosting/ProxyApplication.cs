using LocalLambdas.Envelopes;
using LocalLambdas.Forwarding;
using LocalLambdas.Lambdas;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http.Features;

namespace LocalLambdas.Hosting;

/// <summary>Answers the clients' requests: from the cache, or else from the lambda that has the route.</summary>
internal sealed class ProxyApplication(LambdaRegistry lambdas, Forwarder forwarder) : IHttpApplication<IFeatureCollection>
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
        try
        {
            var target = RequestTarget.Of(request);
            var lambda = lambdas.ByPath(target.RoutePath)
                ?? throw new ForwardException(ForwardError.NoRoute, "No lambda of the manifest has a route for this path.");
            var body = await RequestBody.ReadAsync(context, aborted).ConfigureAwait(false);
            HopByHopHeaders.RemoveFrom(request.Headers);
            return await forwarder.ForwardAsync(lambda, new(request.Method, target.Uri, request.Headers, body), aborted).ConfigureAwait(false);
        }
        catch (ForwardException failure)
        {
            return Problem.From(failure);
        }
    }
}
