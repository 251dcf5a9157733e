using System.Net;
using PerfRunner.Load;

namespace PerfRunner.Growth.Measuring;

/// <summary>Connections that have each had an answer, stay open and say nothing more.</summary>
internal sealed class IdleConnections : IDisposable
{
    private readonly List<LoadConnection> _connections = [];

    /// <returns>Null when the proxy does not keep so many.</returns>
    public static IdleConnections? Open(EndPoint endPoint, LoadRequest request, int count, TimeSpan timeout)
    {
        IdleConnections idle = new();
        for (int i = 0; i < count; i++)
        {
            LoadConnection connection = new(endPoint, timeout);
            idle._connections.Add(connection);
            if (connection.Send(request).Error is not null)
            {
                idle.Dispose();
                return null;
            }
        }

        return idle;
    }

    public void Dispose() => _connections.ForEach(connection => connection.Dispose());
}
