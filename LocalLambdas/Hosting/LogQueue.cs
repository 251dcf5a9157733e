using LocalLambdas.Processes;

namespace LocalLambdas.Hosting;

/// <summary>
/// Entries on their way to standard output, which may hang: a terminal that is paused, a pipe that nobody reads, a full disk. Who answers
/// requests is never held up by that; what finds no room is dropped, and counted.
/// </summary>
internal sealed class LogQueue : IDisposable
{
    private const int MostCharacters = 1024 * 1024;
    private const int StackSize = 256 * 1024;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly object _gate = new();
    private readonly Queue<string> _entries = new();
    private readonly TextWriter _output;
    private readonly Thread _writer;
    private int _characters;
    private long _dropped;
    private bool _completed;

    public LogQueue(TextWriter output)
    {
        _output = output;
        _writer = new(Run, StackSize) { IsBackground = true, Name = "log" };
        _writer.Start();
    }

    public void Add(string entry)
    {
        lock (_gate)
        {
            // Lines of lambdas wait: then the lambda does that makes them, and nothing of them is lost.
            while (_characters >= MostCharacters && !_completed && OutputQueue.IsDelivering) Monitor.Wait(_gate);
            if (_characters >= MostCharacters)
            {
                _dropped++;
                return;
            }

            _entries.Enqueue(entry);
            _characters += entry.Length;
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>Writes what there is, unless that takes too long.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _completed = true;
            Monitor.PulseAll(_gate);
        }

        _writer.Join(Patience);
    }

    private void Run()
    {
        while (Take() is { } entry) _output.Write(entry);
    }

    private string? Take()
    {
        lock (_gate)
        {
            while (_entries.Count is 0 && _dropped is 0 && !_completed) Monitor.Wait(_gate);
            if (_entries.TryDequeue(out var entry))
            {
                _characters -= entry.Length;
                Monitor.PulseAll(_gate);
                return entry;
            }

            if (_dropped is 0) return null;
            var note = $"({_dropped} entries of the log were dropped: nobody read it){Environment.NewLine}";
            _dropped = 0;
            return note;
        }
    }
}
