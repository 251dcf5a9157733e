using System.Diagnostics;
using System.Text.Json;

namespace LambdaRuntime;

/// <summary>The span of an invocation and those within it, by the semantic conventions for HTTP and FaaS servers.</summary>
internal sealed class InvocationTrace
{
    public const string SourceName = "LambdaRuntime";

    // What is more than this is a loop, and would make the answer larger than its body
    private const int MaxSpans = 64;

    private static readonly ActivitySource Source = new(SourceName);

    private readonly Activity _server;
    private readonly List<Activity> _within = [];

    private InvocationTrace(Activity server) => _server = server;

    /// <summary>Its spans are for the answer.</summary>
    public bool GoesHome { get; private init; }

    public ActivityTraceId TraceId => _server.TraceId;

    /// <summary>Null when nobody listens, or the request is not sampled.</summary>
    public static InvocationTrace? Start(LambdaRequest request, string traceParent, Carrier? carrier, bool isCold)
    {
        // Who listens already exports by itself
        var goesHome = carrier is { TakesSpans: true } && (SpanRecorder.IsInstalled || !Source.HasListeners());
        if (goesHome)
            SpanRecorder.Install();
        if (!Source.HasListeners() || !ActivityContext.TryParse(traceParent, request.Headers["tracestate"], isRemote: true, out var parent))
            return null;
        var method = KnownMethod(request.Method);
        if (Source.StartActivity(method ?? "HTTP", ActivityKind.Server, parent) is not { } server)
            return null;

        server.SetTag("http.request.method", method ?? "_OTHER");
        if (method is null)
            server.SetTag("http.request.method_original", request.Method);
        server.SetTag("url.path", request.Path);
        server.SetTag("faas.trigger", "http");

        // The caller's span is there for this invocation alone
        server.SetTag("faas.invocation_id", parent.SpanId.ToHexString());
        server.SetTag("faas.coldstart", isCold);
        if (carrier?.Transport is { } transport)
            server.SetTag("network.transport", transport);
        var trace = new InvocationTrace(server) { GoesHome = goesHome };
        if (goesHome)
            SpanRecorder.Add(trace);
        return trace;
    }

    public bool Contains(Activity activity)
    {
        var root = activity;
        while (root.Parent is { } parent)
            root = parent;
        return root == _server;
    }

    /// <summary>Under the recorder's lock.</summary>
    public void Take(Activity activity)
    {
        if (activity != _server && _within.Count < MaxSpans - 1)
            _within.Add(activity);
    }

    public void Failed(Exception exception)
    {
        _server.SetTag("error.type", exception.GetType().FullName);
        _server.SetStatus(ActivityStatusCode.Error);
    }

    /// <summary>What has not ended by now is not told. Only the first call counts.</summary>
    public void End(int status)
    {
        if (_server.IsStopped)
            return;
        _server.SetTag("http.response.status_code", status);
        if (status >= 500)
            _server.SetStatus(ActivityStatusCode.Error);
        _server.Stop();
        if (GoesHome)
            SpanRecorder.Remove(this);
    }

    /// <summary>After <see cref="End"/>.</summary>
    public void WriteSpans(Utf8JsonWriter json) => SpanWriter.Write(json, [_server, .. _within]);

    private static string? KnownMethod(string method) => method
        is "GET" or "HEAD" or "POST" or "PUT" or "DELETE" or "CONNECT" or "OPTIONS" or "TRACE" or "PATCH" ? method : null;
}
