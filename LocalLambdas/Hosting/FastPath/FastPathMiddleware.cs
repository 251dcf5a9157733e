using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;

namespace LocalLambdas.Hosting.FastPath;

/// <summary>Puts the fast path between a connection and Kestrel.</summary>
internal sealed class FastPathMiddleware(PlainHits hits, TimeProvider time, TimeSpan keepAlive)
{
    public async Task RunAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        var transport = connection.Transport;
        var patience = new ConnectionPatience(time, keepAlive, transport.Input.CancelPendingRead, () => connection.Abort(new("The client reads its answers too slowly.")));
        var reader = new FastPathReader(transport.Input, transport.Output, hits, patience);
        connection.Features.Get<IConnectionHeartbeatFeature>()?.OnHeartbeat(static patience => ((ConnectionPatience)patience).Tick(), patience);
        connection.Features.Set(reader);
        connection.Transport = new Duplex(reader, transport.Output);
        try
        {
            await next(connection).ConfigureAwait(false);
        }
        finally
        {
            connection.Transport = transport;
        }
    }

    private sealed record Duplex(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}
