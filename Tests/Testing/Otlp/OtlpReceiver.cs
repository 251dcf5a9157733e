using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Testing.Otlp.Protocol;

namespace Testing.Otlp;

/// <summary>Receives telemetry over OTLP/HTTP with Protobuf, and keeps it.</summary>
public sealed class OtlpReceiver : IDisposable
{
    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly ConcurrentQueue<ReceivedSpan> _spans = new();
    private readonly ConcurrentQueue<ReceivedMetric> _metrics = new();
    private readonly ConcurrentQueue<string> _logs = new();
    private readonly ConcurrentQueue<Exception> _errors = new();
    private readonly ConcurrentBag<HttpConnection> _connections = [];
    private volatile bool _stopped;

    public OtlpReceiver()
    {
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen();
        Run(AcceptAll);
    }

    /// <summary>For the program that shall send here, soon rather than in large batches. Null: not to be inherited.</summary>
    public (string Name, string? Value)[] Environment =>
    [
        .. NoTelemetry,
        ("OTEL_EXPORTER_OTLP_ENDPOINT", $"http://{_listener.LocalEndPoint}"),
        ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"),
        ("OTEL_BSP_SCHEDULE_DELAY", "100"),
        ("OTEL_BLRP_SCHEDULE_DELAY", "100"),
        ("OTEL_METRIC_EXPORT_INTERVAL", "200"),
        ("no_proxy", $"{IPAddress.Loopback}"),
    ];

    /// <summary>For a program that shall send nothing, also when the tests themselves run where telemetry is on.</summary>
    public static (string Name, string? Value)[] NoTelemetry { get; } =
    [
        .. System.Environment.GetEnvironmentVariables().Keys.Cast<string>()
            .Where(name => name.StartsWith("OTEL_", StringComparison.Ordinal))
            .Select(name => (name, (string?)null)),
    ];

    public IReadOnlyList<ReceivedSpan> Spans => [.. Checked(_spans)];

    public IReadOnlyList<ReceivedMetric> Metrics => [.. Checked(_metrics)];

    /// <summary>The texts of log records.</summary>
    public IReadOnlyList<string> Logs => [.. Checked(_logs)];

    public int Connections => _connections.Count;

    /// <summary>The spans of a trace, as soon as they are as many as expected; what then still comes is a span too many.</summary>
    public async Task<SpanTree> TraceAsync(string traceId, int spans)
    {
        await Eventually.True(
            () => Task.FromResult(Of(traceId).Count >= spans),
            () => $"{spans} spans of trace {traceId}, only\n{new SpanTree(Of(traceId))}");
        return new(Of(traceId));
    }

    public void Dispose()
    {
        _stopped = true;
        _listener.Dispose();
        foreach (var connection in _connections)
            connection.Dispose();
    }

    private List<ReceivedSpan> Of(string traceId) => [.. Spans.Where(span => span.TraceId == traceId)];

    private IEnumerable<T> Checked<T>(IEnumerable<T> received) =>
        _errors.TryPeek(out var error) ? throw new InvalidOperationException("the receiver failed", error) : received;

    private static void Run(Action action) => new Thread(() => action()) { IsBackground = true }.Start();

    private void AcceptAll()
    {
        try
        {
            while (true)
            {
                var connection = new HttpConnection(_listener.Accept());
                _connections.Add(connection);
                Run(() => Serve(connection));
            }
        }
        catch (Exception exception) when (_stopped && exception is SocketException or ObjectDisposedException)
        {
            // disposed while it waited
        }
    }

    private void Serve(HttpConnection connection)
    {
        using (connection)
        {
            try
            {
                while (connection.Receive() is var (method, path, body))
                {
                    if (method == "POST" && Keep(path, body))
                        connection.Accept();
                    else
                        connection.Refuse("404 Not Found");
                }
            }
            catch (IOException)
            {
                // the exporter's process was killed, or the receiver is disposed
            }
            catch (Exception exception) when (!_stopped)
            {
                _errors.Enqueue(exception); // told by whoever asks for what was received
            }
        }
    }

    private bool Keep(string path, byte[] body)
    {
        switch (path)
        {
            case "/v1/traces":
                return Add(_spans, ReceivedSpan.Read(ExportTraceServiceRequest.Parser.ParseFrom(body)));
            case "/v1/metrics":
                return Add(_metrics, ReceivedMetric.Read(ExportMetricsServiceRequest.Parser.ParseFrom(body)));
            case "/v1/logs":
                return Add(_logs, Texts(ExportLogsServiceRequest.Parser.ParseFrom(body)));
            default:
                return false;
        }
    }

    private static IEnumerable<string> Texts(ExportLogsServiceRequest request) =>
        from resourceLogs in request.ResourceLogs
        from scopeLogs in resourceLogs.ScopeLogs
        from record in scopeLogs.LogRecords
        select Attributes.Text(record.Body);

    private static bool Add<T>(ConcurrentQueue<T> queue, IEnumerable<T> received)
    {
        foreach (var one in received)
            queue.Enqueue(one);
        return true;
    }
}
