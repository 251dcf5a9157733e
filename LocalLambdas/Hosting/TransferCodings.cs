using LocalLambdas.Forwarding;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace LocalLambdas.Hosting;

/// <summary>Which codings of a request's body the proxy takes away again: chunks alone, as the lambda is not told of any.</summary>
internal static class TransferCodings
{
    private const string Chunked = "chunked";

    /// <exception cref="ForwardException">The body has another coding, or may have none.</exception>
    public static void Check(IHttpRequestFeature request)
    {
        var codings = request.Headers.TransferEncoding;
        if (codings.Count is 0) return;

        // RFC 9112, 6.1: its framing is to be treated as faulty, as whoever is in between may have seen none.
        if (request.Protocol is "HTTP/1.0") throw Refusal(ForwardError.BadRequest, $"HTTP/1.0 has no {HeaderNames.TransferEncoding}.");
        if (codings is not [{ } coding] || !coding.Trim().Equals(Chunked, StringComparison.OrdinalIgnoreCase))
        {
            throw Refusal(ForwardError.UnknownCoding, $"{HeaderNames.TransferEncoding} may be {Chunked} alone.");
        }
    }

    private static ForwardException Refusal(ForwardError error, string detail) => new(error, detail) { ClosesConnection = true };
}
