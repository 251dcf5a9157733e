using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.Extensions.Logging;

namespace LocalLambdas.Telemetry;

/// <summary>Exports the spans that came with answers, each under its lambda's resource.</summary>
internal sealed partial class LambdaSpans(ILogger<LambdaSpans> logger) : IAsyncDisposable
{
    // Made at the first span of a lambda: each has an exporter with a thread.
    private readonly ConcurrentDictionary<string, Lazy<LambdaSpanSource>> _sources = new();
    private readonly ConcurrentDictionary<string, bool> _malformed = new();

    public void Make(string lambda, ReadOnlyMemory<byte> json, ActivityContext invoke)
    {
        if (LambdaSpanReader.TryRead(json, invoke.TraceId, out var spans))
        {
            _sources.GetOrAdd(lambda, static id => new(() => new LambdaSpanSource(id))).Value.Make(spans, invoke);
        }
        else if (_malformed.TryAdd(lambda, true))
        {
            LogMalformed(lambda);
        }
    }

    public async ValueTask DisposeAsync() =>
        await Task.WhenAll(_sources.Values.Select(source => source.Value.DisposeAsync().AsTask())).ConfigureAwait(false);

    [LoggerMessage(30, LogLevel.Debug, "[{Id}] the spans of an answer are no spans of its trace, and ignored; others will be without a message")]
    private partial void LogMalformed(string id);
}
