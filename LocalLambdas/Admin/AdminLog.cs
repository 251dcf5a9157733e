using System.Net;
using Microsoft.Extensions.Logging;

namespace LocalLambdas.Admin;

internal sealed partial class AdminLog(ILogger<AdminApplication> logger)
{
    [LoggerMessage(
        50,
        LogLevel.Warning,
        "The admin endpoint {Address} has no token: every user of this machine can stop and start lambdas. If there are others, set ADMIN_TOKEN, or ADMIN_ADDRESS to the path of a Unix socket")]
    public partial void NoToken(EndPoint address);
}
