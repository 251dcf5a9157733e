using System.Collections.Concurrent;
using System.Threading.Channels;
using LocalLambdas.Lambdas;
using LocalLambdas.Manifests;

namespace LocalLambdas.Tests.Lambdas;

/// <summary>Starts fake processes, each when the test lets it.</summary>
internal sealed class FakeLauncher(TimeProvider time) : ILambdaLauncher
{
    private readonly Channel<bool> _ready = Channel.CreateUnbounded<bool>();
    private int _launching;

    public List<FakeProcess> Processes { get; } = [];

    /// <summary>To the processes, in their order.</summary>
    public List<FakeTransport> Transports { get; } = [];

    /// <summary>Called when a process is ready.</summary>
    public Action<FakeTransport>? OnReady { get; set; }

    /// <summary>As they were prepared.</summary>
    public ConcurrentQueue<FakeLaunch> Launches { get; } = [];

    /// <summary>Called when a start is prepared, on the thread that does it.</summary>
    public Action? OnPrepare { get; set; }

    public Exception? FailNextWith { get; set; }

    /// <summary>Null: starts succeed.</summary>
    public Exception? FailWith { get; set; }

    /// <summary>How many starts are under way.</summary>
    public int Launching => Volatile.Read(ref _launching);

    public void LetStart(int count = 1)
    {
        for (var i = 0; i < count; i++) Assert.True(_ready.Writer.TryWrite(true));
    }

    public ILambdaLaunch Prepare(LambdaDefinition definition)
    {
        OnPrepare?.Invoke();
        var launch = new FakeLaunch(LaunchAsync);
        Launches.Enqueue(launch);
        return launch;
    }

    private async Task<LambdaInstance> LaunchAsync(StartRecord record, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _launching);
        try
        {
            await _ready.Reader.ReadAsync(cancellationToken);
        }
        finally
        {
            Interlocked.Decrement(ref _launching);
        }

        if (FailWith is { } always) throw always;
        if (FailNextWith is { } exception)
        {
            FailNextWith = null;
            throw exception;
        }

        var process = new FakeProcess(Processes.Count + 1);
        var transport = new FakeTransport();
        Processes.Add(process);
        Transports.Add(transport);
        record.Spawned(process.Id);
        record.Accepted();
        OnReady?.Invoke(transport);
        return new(process, transport, record, time);
    }
}
