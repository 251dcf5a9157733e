using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace LambdaRuntime;

/// <summary>
/// What the request asks to be told of its invocation. Most ask nothing: then there is none of this, and the assembly of activities is not
/// even loaded.
/// </summary>
internal sealed class Observation
{
    private const string TraceParent = "traceparent";
    private const string Prefer = "Prefer";
    private const string ServerTiming = "server-timing";

    private static int _invoked;

    private readonly InvocationTrace? _trace;
    private readonly bool _isTimed;
    private readonly long _began;
    private TimeSpan? _elapsed;

    private Observation(InvocationTrace? trace, bool isTimed)
    {
        _trace = trace;
        _isTimed = isTimed;
        _began = Stopwatch.GetTimestamp();
    }

    /// <summary>Whether <see cref="Of"/> may give one: asked first, where an async method would be one too many.</summary>
    public static bool IsAsked(LambdaRequest request) => request.Headers.IndexOf(TraceParent, 0) >= 0 || request.Headers.IndexOf(Prefer, 0) >= 0;

    /// <summary>Null when nothing is asked. Makes the span of the invocation the current one of the calling async method.</summary>
    public static Observation? Of(LambdaRequest request, Carrier? carrier)
    {
        var isCold = _invoked == 0 && Interlocked.Exchange(ref _invoked, 1) == 0;
        var traceParent = request.Headers[TraceParent];
        var isTimed = request.Headers[Prefer] is not null && AsksForServerTiming(request.Headers);
        if (traceParent is null)
            return isTimed ? new(null, isTimed) : null;

        // Who exports by itself has its own sampler; otherwise the caller decides
        var trace = carrier is not { TakesSpans: true } || IsSampled(traceParent)
            ? InvocationTrace.Start(request, traceParent, carrier, isCold)
            : null;
        return trace is null && !isTimed ? null : new(trace, isTimed);
    }

    public void Failed(Exception exception) => _trace?.Failed(exception);

    /// <summary>Whether there are spans for the answer.</summary>
    public bool HasSpans => _trace is { GoesHome: true };

    /// <summary>The answer is complete. Only the first call counts.</summary>
    public void End(int status) => _trace?.End(status);

    /// <summary>The response as it is to be sent: the handler's own is left as it is, since it may send it again. Only the first call is timed.</summary>
    public LambdaResponse Time(LambdaResponse response)
    {
        var elapsed = _elapsed ??= Stopwatch.GetElapsedTime(_began);
        if (!_isTimed)
            return response;
        var headers = new LambdaHeaders();
        foreach (var (name, value) in response.Headers)
            headers.Add(name, value);
        headers.Add("Server-Timing", string.Create(CultureInfo.InvariantCulture, $"handler;dur={elapsed.TotalMilliseconds:0.####}"));
        return new() { Status = response.Status, Headers = headers, Body = response.Body, WriteBody = response.WriteBody };
    }

    /// <summary>Writes an array, if there are any.</summary>
    public void WriteSpans(Utf8JsonWriter json) => _trace?.WriteSpans(json);

    // https://www.w3.org/TR/trace-context/#trace-flags: version, trace id, parent id, flags; the lowest bit says "sampled"
    private static bool IsSampled(string traceParent) =>
        traceParent.Length >= 55 && char.IsAsciiHexDigit(traceParent[54]) && (Convert.ToInt32(traceParent[54..55], 16) & 1) != 0;

    // RFC 7240
    private static bool AsksForServerTiming(LambdaHeaders headers)
    {
        foreach (var value in headers.GetValues(Prefer))
            foreach (var preference in value.Split(','))
                if (preference.Split(';', '=')[0].Trim().Equals(ServerTiming, StringComparison.OrdinalIgnoreCase))
                    return true;
        return false;
    }
}
