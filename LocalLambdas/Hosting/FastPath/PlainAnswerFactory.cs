using System.Buffers;
using System.Globalization;
using System.Text;
using LocalLambdas.Caching;
using LocalLambdas.Messages;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;

namespace LocalLambdas.Hosting.FastPath;

/// <summary>
/// Makes the bytes of a stored answer out of the header that Kestrel is about to send for it, so that both ways of answering have one
/// source. Kestrel writes the length first and the rest in the order in which its headers are enumerated.
/// </summary>
internal static class PlainAnswerFactory
{
    // What takes longer to copy than to parse a request gains nothing by this, and would hold up the connections of the same thread.
    private const int LargestBody = 32 * 1024;

    /// <param name="head">Complete but for the length of the body.</param>
    /// <returns>Null if this answer is none for the fast path.</returns>
    public static PlainAnswer? Create(IHttpResponseFeature head, LambdaResponse response)
    {
        var body = response.Body;
        if (body.Length > LargestBody) return null;
        var beforeAge = new ArrayBufferWriter<byte>(256);
        var afterAge = new ArrayBufferWriter<byte>(256);
        var writer = beforeAge;
        Append(writer, string.Create(CultureInfo.InvariantCulture, $"HTTP/1.1 {head.StatusCode} {ReasonPhrases.GetReasonPhrase(head.StatusCode)}"));
        if (!ResponseWriter.HasNoLength(head.StatusCode)) Append(writer, string.Create(CultureInfo.InvariantCulture, $"\r\nContent-Length: {body.Length}"));
        foreach (var (name, values) in head.Headers)
        {
            foreach (var value in values)
            {
                Append(writer, $"\r\n{name}: ");
                if (name == "Age") writer = afterAge;
                else Append(writer, value!);
            }
        }

        Append(writer, "\r\n\r\n");
        return writer == afterAge ? new(beforeAge.WrittenSpan.ToArray(), afterAge.WrittenSpan.ToArray(), body) : null;
    }

    private static void Append(ArrayBufferWriter<byte> writer, string text) => HeaderEncoding.Instance.GetBytes(text, writer);
}
