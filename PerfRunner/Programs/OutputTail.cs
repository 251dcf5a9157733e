namespace PerfRunner.Programs;

/// <summary>The last lines of a program's output, for the message when it fails.</summary>
internal sealed class OutputTail
{
    private const int MaxLines = 200;

    private readonly Queue<string> _lines = new();

    public void Add(string line)
    {
        lock (_lines)
        {
            _lines.Enqueue(line);
            if (_lines.Count > MaxLines)
            {
                _lines.Dequeue();
            }
        }
    }

    public override string ToString()
    {
        lock (_lines)
        {
            return string.Join(Environment.NewLine, _lines);
        }
    }
}
