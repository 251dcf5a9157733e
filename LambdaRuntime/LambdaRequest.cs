using System.Runtime.InteropServices;

namespace LambdaRuntime;

/// <summary>A request to the lambda.</summary>
public sealed class LambdaRequest
{
    private Stream? _bodyStream;

    /// <summary>The HTTP method, such as <c>GET</c>.</summary>
    public required string Method { get; init; }

    /// <summary>Path and query string as the client sent them, such as <c>/pipe/x?q=1</c>.</summary>
    public required string Uri { get; init; }

    /// <summary>The header fields.</summary>
    public LambdaHeaders Headers { get; init; } = new();

    /// <summary>
    /// The body; empty when there is none, and for handlers of <see cref="Lambda.RunStreamingAsync(LambdaHandler)"/>. It may be kept after the answer.
    /// </summary>
    public ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>False when there is no body. A body that comes may turn out to be empty.</summary>
    public bool HasBody => !Body.IsEmpty || _bodyStream is not null and not MemoryStream { Length: 0 };

    /// <summary>
    /// The body, to be read once from its beginning to its end. For handlers of <see cref="Lambda.RunStreamingAsync(LambdaHandler)"/> it comes while it is
    /// read; for others it is <see cref="Body"/>. Not to be read after the answer, nor by two at once.
    /// </summary>
    public Stream BodyStream
    {
        get => _bodyStream ??= OverBody();
        init => _bodyStream = value;
    }

    /// <summary>The part of <see cref="Uri"/> before the query string, still percent-encoded.</summary>
    public string Path => Uri.IndexOf('?') is var end and >= 0 ? Uri[..end] : Uri;

    /// <summary>The first value of a query parameter, decoded; empty for a parameter without a value, null when it is absent.</summary>
    public string? Query(string name)
    {
        var next = Uri.IndexOf('?') + 1;
        if (next == 0)
            return null;
        while (next <= Uri.Length)
        {
            var end = Uri.IndexOf('&', next) is var found and >= 0 ? found : Uri.Length;
            var pair = Uri.AsSpan(next, end - next);
            var equals = pair.IndexOf('=');
            if (Decode(equals < 0 ? pair : pair[..equals]) == name)
                return equals < 0 ? "" : Decode(pair[(equals + 1)..]);
            next = end + 1;
        }

        return null;
    }

    /// <summary>The same for a handler that reads <see cref="BodyStream"/> alone.</summary>
    internal LambdaRequest WithoutBody() => new() { Method = Method, Uri = Uri, Headers = Headers, BodyStream = BodyStream };

    private MemoryStream OverBody() => MemoryMarshal.TryGetArray(Body, out var array)
        ? new(array.Array!, array.Offset, array.Count, writable: false)
        : new(Body.ToArray(), writable: false);

    // A plus sign is a space in a query string: https://url.spec.whatwg.org/#urlencoded-parsing
    private static string Decode(ReadOnlySpan<char> text) =>
        text.IndexOfAny('%', '+') < 0 ? text.ToString() : Unescape(text.ToString().Replace('+', ' '));

    // On its own, so that its assembly is not loaded until there is something to decode
    private static string Unescape(string text) => System.Uri.UnescapeDataString(text);
}
