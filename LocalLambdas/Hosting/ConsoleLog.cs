using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace LocalLambdas.Hosting;

/// <summary>Logs to standard output in the format of Microsoft's console logger, which would hold up whoever logs while nobody reads.</summary>
internal sealed class ConsoleLog(IEnumerable<ConsoleFormatter> formatters) : ILoggerProvider
{
    private readonly ConsoleFormatter _formatter = formatters.Single(formatter => formatter.Name is ConsoleFormatterNames.Simple);
    private readonly LogQueue _queue = new(Console.Out);

    public ILogger CreateLogger(string categoryName) => new Category(categoryName, _formatter, _queue);

    public void Dispose() => _queue.Dispose();

    private sealed class Category(string name, ConsoleFormatter format, LogQueue queue) : ILogger
    {
        public bool IsEnabled(LogLevel logLevel) => logLevel is not LogLevel.None;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (!IsEnabled(logLevel)) return;
            using var entry = new StringWriter();
            format.Write(new LogEntry<TState>(logLevel, name, eventId, state, exception, formatter), null, entry);
            if (entry.GetStringBuilder().Length > 0) queue.Add(entry.ToString());
        }
    }
}
