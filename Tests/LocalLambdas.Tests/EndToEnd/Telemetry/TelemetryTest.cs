using Testing.Otlp;
using Testing.Proxy;

namespace LocalLambdas.Tests.EndToEnd.Telemetry;

/// <summary>A test of the real executable that exports to a receiver in this process.</summary>
public abstract class TelemetryTest : ProxyTest
{
    protected OtlpReceiver Receiver { get; } = new();

    public override async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await base.DisposeAsync();
        Receiver.Dispose();
    }

    protected Task<ProxyProcess> StartTracedAsync(params (string Name, string? Value)[] environment) =>
        StartAsync([.. Receiver.Environment, .. environment]);

    protected static async Task<HttpResponseMessage> GetAsync(ProxyProcess proxy, string path, TraceParent? parent, string? traceState = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (parent is not null)
            request.Headers.Add("traceparent", parent.Header);
        if (traceState is not null)
            request.Headers.Add("tracestate", traceState);

        // A client in this process would write headers of its own, were anybody listening to its activities
        return await proxy.Client.SendAsync(request, Cancellation);
    }

    private protected static async Task<Echo> EchoAsync(ProxyProcess proxy, string path, TraceParent? parent, string? traceState = null)
    {
        using var response = await GetAsync(proxy, path, parent, traceState);
        return await Echo.ReadAsync(response);
    }
}
