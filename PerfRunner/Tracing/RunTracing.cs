using System.Diagnostics;
using PerfRunner.Load;
using ServiceDefaults;

namespace PerfRunner.Tracing;

/// <summary>
/// Traces the few requests that shall be seen. Without an endpoint for telemetry it is off: then requests carry no trace context at all.
/// </summary>
internal sealed class RunTracing
{
    /// <summary>Traced requests of a case. They are sent beside the timed ones.</summary>
    public const int SamplesPerCase = 3;

    private static readonly ActivitySource Source = new(TelemetryNames.Source);

    private readonly ProgramTelemetry? _exporter;
    private readonly string _unsampled = $"traceparent: 00-{ActivityTraceId.CreateRandom()}-{ActivitySpanId.CreateRandom()}-00";

    /// <param name="exporter">Null when somebody else listens to the activities.</param>
    public RunTracing(bool isOn, ProgramTelemetry? exporter = null)
    {
        IsOn = isOn;
        _exporter = exporter;
    }

    public bool IsOn { get; }

    /// <summary>
    /// The request as it is timed. A proxy that receives no trace context begins a trace of its own and records it; told that the caller
    /// does not sample, it records nothing.
    /// </summary>
    public LoadRequest Unsampled(LoadRequest request) => IsOn ? request.With(_unsampled) : request;

    /// <summary>Sends the request as a trace of its own: a client span by the conventions for HTTP.</summary>
    public Exchange Send(LoadConnection connection, LoadRequest request)
    {
        connection.TryOpen();
        using Activity? span = Source.StartActivity("GET", ActivityKind.Client, parentContext: default, Tags(request.Url));
        Exchange exchange = connection.Send(request.With(span is null ? _unsampled : $"traceparent: {span.Id}"));
        if (exchange.StatusCode > 0)
        {
            span?.SetTag("http.response.status_code", exchange.StatusCode);
        }

        if (exchange.Error is { } error)
        {
            span?.SetTag("error.type", exchange.StatusCode >= 400 ? $"{exchange.StatusCode}" : $"{error}");
            span?.SetStatus(ActivityStatusCode.Error, $"{error}");
        }

        return exchange;
    }

    /// <summary>Before the next thing is timed, lest the exporter works meanwhile.</summary>
    public void Flush() => _exporter?.Flush();

    private static KeyValuePair<string, object?>[] Tags(Uri url) =>
    [
        new("http.request.method", "GET"),
        new("url.full", url.AbsoluteUri),
        new("server.address", url.IdnHost),
        new("server.port", url.Port),
        new("network.protocol.version", "1.1"),
    ];
}
