using LocalLambdas.Transports;
using Microsoft.Extensions.Logging;

namespace LocalLambdas.Forwarding;

/// <summary>What the proxy logs of requests that failed. Requests that succeed are not logged.</summary>
internal sealed partial class ForwardLog(ILogger<Forwarder> logger)
{
    [LoggerMessage(20, LogLevel.Warning, "[{Id}] exchange failed: {Error}: {Reason}")]
    public partial void ExchangeFailed(string id, TransportError error, string reason);

    [LoggerMessage(23, LogLevel.Warning, "[{Id}] {Method} is sent once more: pid {Pid} ended without an answer")]
    public partial void Retried(string id, string method, int pid);

    [LoggerMessage(24, LogLevel.Warning, "[{Id}] an answer broke off: {Error}: {Reason}")]
    public partial void BrokenOff(string id, TransportError error, string reason);
}
