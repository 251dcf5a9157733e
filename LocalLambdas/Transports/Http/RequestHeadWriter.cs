using System.Diagnostics;
using LocalLambdas.Hosting;
using LocalLambdas.Messages;
using Microsoft.Net.Http.Headers;

namespace LocalLambdas.Transports.Http;

/// <summary>Writes the head of a request: what the client sent, with the proxy's own fields, and framed by the proxy.</summary>
internal static class RequestHeadWriter
{
    private static ReadOnlySpan<byte> LineEnd => "\r\n"u8;

    /// <param name="span">The span that the service is to continue instead of the client's; null: the client's headers stay as they are.</param>
    /// <param name="authority">The <c>Host</c> of a request that has none, as in HTTP/1.0.</param>
    public static void Write(RequestBuffer output, LambdaRequest request, Activity? span, string authority)
    {
        AppendChecked(output, request.Method);
        output.Append(" "u8);
        AppendChecked(output, request.Uri);
        output.Append(" HTTP/1.1\r\n"u8);
        Write(output, HeaderNames.Host, request.Headers.Host is [{ } host, ..] ? host : authority);
        foreach (var (name, value) in request.HeadersWithin(span))
        {
            if (!IsOwn(name)) Write(output, name, value);
        }

        WriteFraming(output, request.Method, request.Body.Length);
        output.Append(LineEnd);
    }

    // RFC 9110, 8.6: a length of zero is said where a method gives content a meaning, and only there.
    private static void WriteFraming(RequestBuffer output, string method, long? bodyLength)
    {
        switch (bodyLength)
        {
            case null:
                output.Append("Transfer-Encoding: chunked\r\n"u8);
                break;
            case > 0:
            case 0 when method is not ("GET" or "HEAD" or "OPTIONS" or "DELETE" or "TRACE"):
                output.Append("Content-Length: "u8);
                output.Append(bodyLength.Value);
                output.Append(LineEnd);
                break;
        }
    }

    private static void Write(RequestBuffer output, string name, string value)
    {
        AppendChecked(output, name);
        output.Append(": "u8);
        AppendChecked(output, value);
        output.Append(LineEnd);
    }

    // Kestrel has let none of it through; but whatever may have, a request must not become two here.
    private static void AppendChecked(RequestBuffer output, string text)
    {
        if (!FieldSyntax.IsOneLine(output.Append(text, HeaderEncoding.Instance))) throw new ArgumentException("A part of a request's head has a line end or a NUL.", nameof(text));
    }

    private static bool IsOwn(string name) =>
        Is(name, HeaderNames.Host) || Is(name, HeaderNames.ContentLength) || Is(name, HeaderNames.TransferEncoding) || Is(name, HeaderNames.Connection);

    private static bool Is(string name, string other) => name.Equals(other, StringComparison.OrdinalIgnoreCase);
}
