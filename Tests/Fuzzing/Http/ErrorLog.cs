using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Fuzzing.Http;

/// <summary>Keeps what is logged as an error: nothing that comes from outside may be one.</summary>
internal sealed class ErrorLog : ILoggerProvider, ILogger
{
    // Kestrel's own, when a trailer that is not UTF-8 has been answered with 400: it closes the connection then, and so all is well
    private const string TrailerNotUtf8 = "RequestBodyDrainBodyReaderInvalidState";

    private readonly ConcurrentQueue<string> _entries = new();

    public string? First => _entries.TryPeek(out var entry) ? entry : null;

    public void Forget() => _entries.Clear();

    public ILogger CreateLogger(string categoryName) => this;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (IsEnabled(logLevel) && eventId.Name is not TrailerNotUtf8)
            _entries.Enqueue($"{formatter(state, exception)} {exception}");
    }

    public void Dispose()
    {
    }
}
