namespace LocalLambdas.Transports.Http;

/// <summary>The head of a response: what is for the client, and what only concerns the connection.</summary>
/// <param name="Headers">Without the fields of the connection, and without <c>Content-Length</c>.</param>
/// <param name="ContentLength">Null if it does not say.</param>
/// <param name="KeepsOpen">The connection may carry another request when the body has ended by itself.</param>
/// <param name="Startup">What the process says of its start: the value of <c>Lambda-Startup</c>, the JSON that in an envelope is the member <c>startup</c>.</param>
internal sealed record ResponseHead(
    int Status, KeyValuePair<string, string>[] Headers, long? ContentLength, bool IsChunked, bool KeepsOpen, ReadOnlyMemory<byte> Startup)
{
    public bool IsInterim => Status < 200;

    /// <summary>Where its body ends (RFC 9112, 6.3).</summary>
    public BodyFraming FramingOf(string method) =>
        method is "HEAD" || Status is 204 or 304 ? BodyFraming.None :
        IsChunked ? BodyFraming.Chunked :
        ContentLength is { } length ? (length is 0 ? BodyFraming.None : BodyFraming.Length) :
        BodyFraming.UntilClose;
}
