using LocalLambdas.Envelopes;
using LocalLambdas.Forwarding;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace LocalLambdas.Hosting;

/// <summary>Writes an answer to the client. The proxy frames it by itself: no lambda can put the connection out of step.</summary>
internal static class ResponseWriter
{
    public static void WriteHead(IHttpResponseFeature head, LambdaResponse response)
    {
        head.StatusCode = response.Status;
        var named = NamedByConnection(response);
        foreach (var (name, value) in response.Headers)
        {
            if (HopByHopHeaders.Contains(name) || IsFraming(name) || named?.Contains(name) is true) continue;
            head.Headers.Append(name, value);
        }
    }

    public static async Task WriteBodyAsync(IFeatureCollection features, string method, LambdaResponse response, CancellationToken cancellationToken)
    {
        // RFC 9110, 6.4.1: no body; and 15.3.6: 205 has none either, but says so.
        if (response.Status is StatusCodes.Status204NoContent or StatusCodes.Status304NotModified) return;
        var body = response.Status is StatusCodes.Status205ResetContent ? default : response.Body;
        var isHead = HttpMethods.IsHead(method);

        // RFC 9110, 9.3.2: of a HEAD whose lambda made no body the length of the GET's body is not known, so nothing is said of it.
        if (isHead && body.IsEmpty) return;
        features.GetRequiredFeature<IHttpResponseFeature>().Headers.ContentLength = body.Length;
        if (isHead || body.IsEmpty) return;
        await features.GetRequiredFeature<IHttpResponseBodyFeature>().Writer.WriteAsync(body, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>What the lambda declares to concern its own connection only; null for nothing, which is nearly always.</summary>
    private static HashSet<string>? NamedByConnection(LambdaResponse response)
    {
        HashSet<string>? names = null;
        foreach (var (name, value) in response.Headers)
        {
            if (!name.Equals("Connection", StringComparison.OrdinalIgnoreCase)) continue;
            names ??= new(StringComparer.OrdinalIgnoreCase);
            names.UnionWith(HopByHopHeaders.NamedBy(value));
        }

        return names;
    }

    private static bool IsFraming(string name) => name.Equals("Content-Length", StringComparison.OrdinalIgnoreCase);
}
