using System.Text;

namespace FaultyLambda.Answers;

/// <summary>Says in plain HTTP what there is to say.</summary>
internal static class HttpText
{
    public static byte[] Write(Reply reply, string method)
    {
        var hasBody = reply.Status is not (204 or 304);
        var head = new StringBuilder($"HTTP/1.1 {reply.Status} Said so\r\n");
        foreach (var (name, value) in reply.Headers)
            head.Append($"{name}: {value}\r\n");
        if (hasBody)
            head.Append($"Content-Length: {reply.Body.Length}\r\n");
        return [.. Encoding.UTF8.GetBytes($"{head}\r\n"), .. hasBody && method is not "HEAD" ? reply.Body : []];
    }
}
