namespace LocalLambdas.Processes;

/// <summary>
/// Lines between the reader of a child's output and whoever logs them, so that a log that hangs (a terminal that is paused, a full disk)
/// cannot make the child hang: the reader waits for room while lines are taken, and drops and counts them when none is.
/// </summary>
/// <param name="roomMade">Called after <see cref="IsFull"/> was seen and there is room again.</param>
internal sealed class OutputQueue(Action<string> onLine, Action roomMade) : IThreadPoolWorkItem
{
    /// <summary>How long a full queue holds the child up before lines are dropped.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private const int MaxSize = 1024 * 1024;
    private const int LineOverhead = 32;

    private readonly Lock _gate = new();
    private readonly Queue<string> _lines = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _size;
    private long _dropped;
    private bool _dropping;
    private bool _awaited;
    private bool _delivering;
    private bool _completed;

    /// <summary>Completes when <see cref="Complete"/> was called and every line was handed over.</summary>
    public Task Ended => _ended.Task;

    /// <summary>Whether the reader should pause.</summary>
    public bool IsFull
    {
        get
        {
            lock (_gate)
                return _awaited = _size >= MaxSize && !_dropping;
        }
    }

    public void Enqueue(string line)
    {
        lock (_gate)
        {
            if (_dropping && _size >= MaxSize)
            {
                _dropped++;
                return;
            }

            Add(line);
        }
    }

    /// <summary>From now on drops what finds no room, until the consumer has caught up.</summary>
    public void StartDropping()
    {
        lock (_gate)
            _dropping = true;
    }

    public void Complete()
    {
        lock (_gate)
        {
            _completed = true;
            Deliver();
        }
    }

    void IThreadPoolWorkItem.Execute()
    {
        while (TryTake(out string? line, out bool hasRoom))
        {
            if (hasRoom)
                roomMade();
            onLine(line!);
        }
    }

    private void Add(string line)
    {
        _lines.Enqueue(line);
        _size += line.Length + LineOverhead;
        Deliver();
    }

    private void Deliver()
    {
        if (_delivering)
            return;
        _delivering = true;
        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    private bool TryTake(out string? line, out bool hasRoom)
    {
        lock (_gate)
        {
            hasRoom = false;
            if (_lines.Count == 0 && _dropped > 0)
            {
                Add($"({_dropped} lines of output were dropped: the log did not keep up)");
                _dropped = 0;
            }

            if (!_lines.TryDequeue(out line))
            {
                _dropping = false;
                _delivering = false;
                if (_completed)
                    _ended.TrySetResult();
                return false;
            }

            _size -= line.Length + LineOverhead;
            hasRoom = _awaited && _size < MaxSize / 2;
            if (hasRoom)
                _awaited = false;
            return true;
        }
    }
}
