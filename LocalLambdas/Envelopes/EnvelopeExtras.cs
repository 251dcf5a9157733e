namespace LocalLambdas.Envelopes;

/// <summary>Members of an answer that are not for the client, as they stand there: whoever understands them reads them.</summary>
/// <param name="withSpans">Whether <c>spans</c> is wanted: it is copied.</param>
internal sealed class EnvelopeExtras(bool withSpans)
{
    // Telemetry must not hold more memory than the answers themselves usually do.
    private const int MaxSpanBytes = 256 * 1024;
    private const int MaxStartupBytes = 1024;

    public ReadOnlyMemory<byte> Spans { get; private set; }

    public ReadOnlyMemory<byte> Startup { get; private set; }

    public void TakeSpans(ReadOnlySpan<byte> json)
    {
        if (withSpans && json.Length <= MaxSpanBytes) Spans = json.ToArray();
    }

    public void TakeStartup(ReadOnlySpan<byte> json)
    {
        if (json.Length <= MaxStartupBytes) Startup = json.ToArray();
    }
}
