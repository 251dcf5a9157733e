using System.IO.Pipelines;
using LocalLambdas.Messages;
using Microsoft.AspNetCore.Http.Features;

namespace LocalLambdas.Hosting;

/// <summary>Finds the body of a client's request. Nothing of it is read.</summary>
internal static class ClientBody
{
    public static RequestBody Of(IFeatureCollection features, BodyLimits limits)
    {
        if (features.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: false }) return RequestBody.None;
        var request = features.GetRequiredFeature<IHttpRequestFeature>();
        var reader = features.Get<IRequestBodyPipeFeature>()?.Reader ?? PipeReader.Create(request.Body);
        return new(reader, request.Headers.ContentLength, features.Get<IHttpMaxRequestBodySizeFeature>(), limits, features.Get<IHttpRequestLifetimeFeature>());
    }
}
