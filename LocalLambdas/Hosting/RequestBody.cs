using System.Buffers;
using System.IO.Pipelines;
using LocalLambdas.Forwarding;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace LocalLambdas.Hosting;

/// <summary>Reads a request's body whole, since the envelope carries it whole. Kestrel bounds its size.</summary>
internal static class RequestBody
{
    /// <exception cref="ForwardException">The body is too large, or not legal HTTP.</exception>
    public static async ValueTask<ReadOnlyMemory<byte>> ReadAsync(IFeatureCollection features, CancellationToken cancellationToken)
    {
        if (features.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: false }) return default;
        var reader = features.Get<IRequestBodyPipeFeature>()?.Reader ?? PipeReader.Create(features.GetRequiredFeature<IHttpRequestFeature>().Body);
        try
        {
            while (true)
            {
                var result = await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
                if (result.IsCompleted)
                {
                    var body = result.Buffer.ToArray();
                    reader.AdvanceTo(result.Buffer.End);
                    return body;
                }

                reader.AdvanceTo(result.Buffer.Start, result.Buffer.End);
            }
        }
        catch (BadHttpRequestException exception)
        {
            var error = exception.StatusCode is StatusCodes.Status413PayloadTooLarge ? ForwardError.RequestTooLarge : ForwardError.BadRequest;
            throw new ForwardException(error, exception.Message, exception);
        }
        catch (IOException exception)
        {
            // Kestrel's word for a chunk size beyond all numbers, and for a client that is gone.
            throw new ForwardException(ForwardError.BadRequest, "The body is not legal HTTP, or broke off.", exception);
        }
    }
}
