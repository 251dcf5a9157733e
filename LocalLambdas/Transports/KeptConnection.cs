using System.Diagnostics;

namespace LocalLambdas.Transports;

/// <summary>Holds the connection by which a service was found ready until the first request takes it.</summary>
/// <param name="isOpen">False if the service has closed it.</param>
internal sealed class KeptConnection<T>(Func<T, bool> isOpen) : IDisposable
    where T : class, IDisposable
{
    // A service may close what stays silent, at any moment: also between the look at it and the request. Who started it for a request sends
    // that at once; an eager start or a spare may wait for long.
    private static readonly TimeSpan GoodFor = TimeSpan.FromSeconds(1);

    private T? _connection;
    private long _keptAt;

    public void Keep(T connection)
    {
        _keptAt = Stopwatch.GetTimestamp();
        Interlocked.Exchange(ref _connection, connection)?.Dispose();
    }

    public T? Take()
    {
        if (_connection is null) return null;
        var connection = Interlocked.Exchange(ref _connection, null);
        if (connection is null || (Stopwatch.GetElapsedTime(_keptAt) < GoodFor && isOpen(connection))) return connection;
        connection.Dispose();
        return null;
    }

    public void Dispose() => Interlocked.Exchange(ref _connection, null)?.Dispose();
}
