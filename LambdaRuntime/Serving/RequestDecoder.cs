using System.Text;
using LambdaRuntime.Frames;

namespace LambdaRuntime;

/// <summary>Makes a request of the head of a frame, which keeps no reference to it.</summary>
internal static class RequestDecoder
{
    public static LambdaHeaders Headers(HeadFields fields)
    {
        var headers = new LambdaHeaders(fields.Count);
        while (fields.MoveNext())
            headers.Add(Encoding.UTF8.GetString(fields.Name), Encoding.UTF8.GetString(fields.Value));
        return headers;
    }

    // The usual ones are not made anew
    public static string Method(ReadOnlySpan<byte> method) => method.SequenceEqual("GET"u8) ? "GET" : Encoding.UTF8.GetString(method);
}
