using System.Buffers;
using System.IO.Pipelines;
using LocalLambdas.Forwarding;
using LocalLambdas.Messages;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;

namespace LocalLambdas.Hosting;

/// <summary>Writes an answer to the client. The proxy frames it by itself: no lambda can put the connection out of step.</summary>
internal static class ResponseWriter
{
    private const int CopiedAtOnce = 64 * 1024;

    public static void WriteHead(IHttpResponseFeature head, LambdaResponse response)
    {
        head.StatusCode = response.Status;
        var named = NamedByConnection(response);
        foreach (var (name, value) in response.Headers)
        {
            if (HopByHopHeaders.Contains(name) || IsFraming(name) || named?.Contains(name) is true) continue;
            // Append of IHeaderDictionary loses a value that is empty and the first.
            head.Headers[name] = head.Headers.TryGetValue(name, out var before) ? StringValues.Concat(before, value) : value;
        }
    }

    public static async Task WriteBodyAsync(IFeatureCollection features, string method, LambdaResponse response, CancellationToken cancellationToken)
    {
        if (HasNoLength(response.Status)) return;
        var headers = features.GetRequiredFeature<IHttpResponseFeature>().Headers;

        // RFC 9110, 15.3.6: no body either, but it says so.
        if (response.Status is StatusCodes.Status205ResetContent)
        {
            headers.ContentLength = 0;
            return;
        }

        // RFC 9110, 9.1: methods are case-sensitive, whatever HttpMethods says.
        var isHead = method is "HEAD";

        // RFC 9110, 9.3.2: of a HEAD whose lambda neither made a body nor told its length that of the GET's body is not known, so nothing is said of it.
        var length = response.Body.Length + (response.Rest is { } rest ? rest.Length : 0);
        if (!isHead || length > 0 || response.Rest is not null) headers.ContentLength = length;
        if (isHead) return;
        var writer = features.GetRequiredFeature<IHttpResponseBodyFeature>().Writer;
        await IoThread.LeaveForMany(response.Body.Length);

        // Also a head alone: the first event may be long in coming.
        if (!response.Body.IsEmpty) await WriteAsync(writer, response.Body, cancellationToken).ConfigureAwait(false);
        else if (response.Rest is not null) await writer.FlushAsync(cancellationToken).ConfigureAwait(false);
        if (response.Rest is not null) await CopyAsync(response.Rest, writer, cancellationToken).ConfigureAwait(false);
    }

    private static async Task WriteAsync(PipeWriter writer, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        if (body.Length > CopiedAtOnce) BlockPool.Instance.BodyPasses();
        for (; body.Length > CopiedAtOnce; body = body[CopiedAtOnce..])
        {
            await writer.WriteAsync(body[..CopiedAtOnce], cancellationToken).ConfigureAwait(false);
        }

        await writer.WriteAsync(body, cancellationToken).ConfigureAwait(false);
    }

    // What has come goes on at once: it may be an event that somebody waits for. A client that does not read holds up the lambda, nobody else.
    private static async Task CopyAsync(BodyRest rest, PipeWriter writer, CancellationToken cancellationToken)
    {
        // Kestrel's own memory comes in blocks of 4 KiB, and each would be sent by itself.
        var buffer = ArrayPool<byte>.Shared.Rent(CopiedAtOnce);
        try
        {
            while (await rest.ReadAsync(buffer, cancellationToken).ConfigureAwait(false) is > 0 and var read)
            {
                BlockPool.Instance.BodyPasses();
                await writer.WriteAsync(buffer.AsMemory(0, read), cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>RFC 9110, 6.4.1: there is no body that could have one.</summary>
    public static bool HasNoLength(int status) => status is StatusCodes.Status204NoContent or StatusCodes.Status304NotModified;

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
