using System.Diagnostics;
using System.Net;
using LocalLambdas.Manifests;

namespace LocalLambdas.Telemetry;

/// <summary>The span of a call to a lambda, from the connection until the answer has been read, by the semantic conventions for FaaS clients.</summary>
internal static class InvokeSpan
{
    private const string WindowsPipe = @"\\";
    private const string Pipe = "pipe:";
    private const string Tcp = "tcp:";

    public static void End(RequestTimeline timeline, InvokeTimeline invoke)
    {
        if (invoke.Activity is not { } span) return;

        // There was no call: no process came up.
        if (invoke.Began is 0) span.ActivityTraceFlags &= ~ActivityTraceFlags.Recorded;

        span.SetTag("faas.invoked_name", invoke.Lambda.Id);
        span.SetTag("faas.invoked_provider", ProxyTelemetry.Name);
        if (invoke.IsColdStart is { } cold) span.SetTag("faas.coldstart", cold);
        StartKinds.Set(span, invoke.Kind);
        if (invoke.Address is { } address) SetAddress(span, invoke.Lambda.CommunicationMode, address);
        SpanError.Set(span, invoke.Error);
        if (invoke.Began is not 0)
        {
            span.SetStartTime(timeline.UtcOf(invoke.Began));
            span.SetEndTime(timeline.UtcOf(invoke.Ended));
        }

        span.Stop();
    }

    private static void SetAddress(Activity span, CommunicationMode mode, string address)
    {
        // That of a channel for frames names its kind.
        if ((mode is CommunicationMode.Http || address.StartsWith(Tcp, StringComparison.Ordinal))
            && IPEndPoint.TryParse(address.AsSpan(address.StartsWith(Tcp, StringComparison.Ordinal) ? Tcp.Length : 0), out var endPoint))
        {
            span.SetTag("network.transport", "tcp");
            span.SetTag("server.address", endPoint.Address.ToString());
            span.SetTag("server.port", endPoint.Port);
            return;
        }

        span.SetTag("network.transport", address.StartsWith(WindowsPipe, StringComparison.Ordinal) || address.StartsWith(Pipe, StringComparison.Ordinal) ? "pipe" : "unix");
        span.SetTag("server.address", address);
    }
}
