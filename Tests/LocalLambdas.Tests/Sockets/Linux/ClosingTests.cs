using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Runtime.Versioning;
using Microsoft.Extensions.Logging;
using Testing;

namespace LocalLambdas.Tests.Sockets.Linux;

/// <summary>That a client is gone is told to whoever works for it.</summary>
[SupportedOSPlatform("linux")]
public sealed class ClosingTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>As with a body that is read as far as its Content-Length.</summary>
    [Fact]
    public async Task An_end_behind_bytes_is_told_to_who_reads_just_those()
    {
        await using var server = await EpollServer.StartAsync();
        var (client, connection) = await server.PairAsync();
        var bytes = EpollServer.Bytes(10_000);
        await client.SendAsync(bytes);
        client.Shutdown(SocketShutdown.Send);

        Assert.Equal(bytes, await EpollServer.ReadAsync(connection, bytes.Length));

        await Eventually.True(() => connection.ConnectionClosed.IsCancellationRequested, "the connection is not closed");
        client.Dispose();
        await connection.DisposeAsync();
    }

    [Fact]
    public async Task A_reset_is_told_though_there_is_something_to_be_read_and_nothing_written_is_kept()
    {
        await using var server = await EpollServer.StartAsync();
        var (client, connection) = await server.PairAsync();
        await client.SendAsync(EpollServer.Bytes(10_000));
        client.LingerState = new(true, 0);
        client.Dispose();

        await Eventually.True(() => connection.ConnectionClosed.IsCancellationRequested, "the connection is not closed");

        for (var i = 0; i < 3; i++)
        {
            EpollServer.Write(connection, EpollServer.Bytes(100_000));
            Assert.True((await connection.Transport.Output.FlushAsync(Cancellation)).IsCompleted);
            Assert.Equal(0, connection.Transport.Output.UnflushedBytes);
        }

        await connection.DisposeAsync();
    }

    [Fact]
    public async Task Who_fails_when_it_is_told_does_not_end_the_process()
    {
        ErrorLog log = new();
        await using var server = await EpollServer.StartAsync(log);
        var (client, connection) = await server.PairAsync();
        InvalidOperationException failure = new("not now");
        using var registration = connection.ConnectionClosed.Register(() => throw failure);
        client.Dispose();

        await Eventually.True(() => !log.Errors.IsEmpty, "nothing is logged");

        Assert.Same(failure, Assert.IsType<AggregateException>(Assert.Single(log.Errors)).InnerException);
        await connection.DisposeAsync();
    }

    private sealed class ErrorLog : ILoggerFactory, ILogger
    {
        public ConcurrentQueue<Exception?> Errors { get; } = [];

        public ILogger CreateLogger(string categoryName) => this;

        public bool IsEnabled(LogLevel logLevel) => logLevel is LogLevel.Error;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Errors.Enqueue(exception);

        public void AddProvider(ILoggerProvider provider)
        {
        }

        public void Dispose()
        {
        }
    }
}
