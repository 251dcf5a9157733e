namespace LocalLambdas.Processes;

/// <summary>
/// Lines between the reader of a child's output and whoever logs them, so that a log that hangs (a terminal that is paused, a full disk)
/// cannot make the child hang: the reader waits for room while lines are taken, and drops and counts them when none is. They are handed
/// over by a thread of their own, as one of the pool that hangs would be missed by requests; a child that is silent needs none.
/// </summary>
/// <param name="roomMade">Called after <see cref="MillisecondsToPause"/> has told the reader to pause and there is room again.</param>
internal sealed class OutputQueue(Action<string> onLine, Action roomMade)
{
    /// <summary>
    /// A full queue of which nothing is taken holds the child up for so many steps before lines are dropped: a second, but one in which whoever
    /// takes lines could run. When this process itself has stood still (a machine that is busy or suspended), that was one step at most.
    /// </summary>
    public const int Steps = 4;

    public const int StepMilliseconds = 250;

    private const int MaxSize = 1024 * 1024;
    private const int LineOverhead = 32;
    private const int StackSize = 256 * 1024;

    [ThreadStatic]
    private static bool _isDelivering;

    private readonly object _gate = new();
    private readonly Queue<string> _lines = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Thread? _thread;
    private int _size;
    private long _taken;
    private long _takenBefore;
    private int _stepsLeft;
    private long _stepEnds;
    private long _dropped;
    private bool _dropping;
    private bool _awaited;
    private bool _completed;

    /// <summary>Whether this is a thread that hands lines over, and nobody minds if it is held up.</summary>
    public static bool IsDelivering => _isDelivering;

    /// <summary>Completes when <see cref="Complete"/> was called and every line was handed over.</summary>
    public Task Ended => _ended.Task;

    /// <summary>
    /// How long the reader should pause before it asks again, unless it is told earlier that room was made. 0: there is room, or what finds none
    /// is dropped from now on, until the consumer has caught up.
    /// </summary>
    /// <param name="now">As <see cref="Environment.TickCount64"/>.</param>
    public int MillisecondsToPause(long now)
    {
        lock (_gate)
        {
            _awaited = _size >= MaxSize && !_dropping;
            if (!_awaited)
            {
                _stepsLeft = 0;
                return 0;
            }

            if (_stepsLeft == 0 || _taken != _takenBefore)
            {
                _takenBefore = _taken;
                _stepsLeft = Steps;
                _stepEnds = now + StepMilliseconds;
            }
            else if (now >= _stepEnds)
            {
                if (--_stepsLeft == 0)
                {
                    _dropping = true;
                    _awaited = false;
                    return 0;
                }

                _stepEnds = now + StepMilliseconds;
            }

            return (int)(_stepEnds - now);
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
            if (_thread is null)
                StartDelivery();
            else
                Monitor.Pulse(_gate);
        }
    }

    public void Complete()
    {
        lock (_gate)
        {
            _completed = true;
            if (_thread is null)
                _ended.TrySetResult();
            else
                Monitor.Pulse(_gate);
        }
    }

    private void StartDelivery()
    {
        _thread = new(Deliver, StackSize) { IsBackground = true, Name = "output" };
        _thread.Start();
    }

    private void Deliver()
    {
        _isDelivering = true;
        while (Take(out bool hasRoom) is { } line)
        {
            if (hasRoom)
                roomMade();
            onLine(line);
        }

        _ended.TrySetResult();
    }

    /// <summary>The next line, as soon as there is one; null at the end.</summary>
    private string? Take(out bool hasRoom)
    {
        lock (_gate)
        {
            while (_lines.Count == 0)
            {
                hasRoom = _dropping = false;
                if (_dropped > 0)
                {
                    Add($"({_dropped} lines of output were dropped: the log did not keep up)");
                    _dropped = 0;
                    break;
                }

                if (_completed)
                    return null;
                Monitor.Wait(_gate);
            }

            string line = _lines.Dequeue();
            _taken++;
            _size -= line.Length + LineOverhead;
            hasRoom = _awaited && _size < MaxSize / 2;
            if (hasRoom)
                _awaited = false;
            return line;
        }
    }

    private void Add(string line)
    {
        _lines.Enqueue(line);
        _size += line.Length + LineOverhead;
    }
}
