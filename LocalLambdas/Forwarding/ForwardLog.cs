using LocalLambdas.Envelopes;
using LocalLambdas.Transports;
using Microsoft.Extensions.Logging;

namespace LocalLambdas.Forwarding;

/// <summary>What the proxy logs of requests that failed. Requests that succeed are not logged.</summary>
internal sealed partial class ForwardLog(ILogger<Forwarder> logger)
{
    [LoggerMessage(20, LogLevel.Warning, "[{Id}] exchange failed: {Error}: {Reason}")]
    public partial void ExchangeFailed(string id, TransportError error, string reason);

    [LoggerMessage(21, LogLevel.Warning, "[{Id}] bad envelope: {Error}, {Bytes} bytes")]
    public partial void BadEnvelope(string id, EnvelopeError error, int bytes);

    [LoggerMessage(23, LogLevel.Warning, "[{Id}] {Method} is sent once more: pid {Pid} ended without an answer")]
    public partial void Retried(string id, string method, int pid);

    [LoggerMessage(22, LogLevel.Warning, "[{Id}] no answer within {Seconds} s")]
    public partial void TimedOut(string id, double seconds);
}
