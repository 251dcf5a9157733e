using PerfRunner.Sampling;

namespace PerfRunner.Peers.Cold;

/// <summary>
/// Waits until nothing that was started is at work: what still starts, ends or compiles takes a processor from the start that is measured next.
/// </summary>
/// <param name="read">The processor time of each process that counts.</param>
/// <param name="pause">Lets time pass.</param>
internal sealed class QuietProcesses(Func<IReadOnlyDictionary<int, TimeSpan>> read, Func<TimeSpan, CancellationToken, Task> pause)
{
    /// <summary>Long enough for processes that wake one another in turns.</summary>
    private static readonly TimeSpan Window = TimeSpan.FromMilliseconds(20);

    /// <summary>
    /// .NET compiles again what a new process has called often, when 100 ms have passed without anything new (TC_CallCountingDelayMs in the
    /// runtime's clrconfignames.h): until then it is silent.
    /// </summary>
    private static readonly TimeSpan NewProcessWindow = TimeSpan.FromMilliseconds(150);

    /// <summary>The part of a window in which they may have worked: servers look at the clock now and then.</summary>
    private const int Unnoticed = 40;

    /// <summary>Something that never is quiet is measured with what it does.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <summary>What this process has started, and they.</summary>
    public QuietProcesses()
        : this(ReadOwn, Task.Delay)
    {
    }

    /// <param name="hasNew">A process has just been started, and stays.</param>
    public async Task WaitAsync(bool hasNew, CancellationToken cancellationToken)
    {
        TimeSpan window = hasNew ? NewProcessWindow : Window;
        IReadOnlyDictionary<int, TimeSpan> before = read();
        for (TimeSpan waited = TimeSpan.Zero; waited < Patience; waited += window)
        {
            await pause(window, cancellationToken);
            IReadOnlyDictionary<int, TimeSpan> after = read();
            if (Worked(before, after) < window / Unnoticed)
            {
                return;
            }

            before = after;
        }
    }

    private static TimeSpan Worked(IReadOnlyDictionary<int, TimeSpan> before, IReadOnlyDictionary<int, TimeSpan> after) =>
        after.Aggregate(TimeSpan.Zero, (sum, process) => sum + process.Value - before.GetValueOrDefault(process.Key));

    /// <summary>Where the system does not tell, the windows are all that is waited for.</summary>
    private static Dictionary<int, TimeSpan> ReadOwn() => OperatingSystem.IsLinux()
        ? ProcessTree.Of(Environment.ProcessId)
            .Where(id => id != Environment.ProcessId)
            .Select(id => (Id: id, Time: LinuxCpuClock.Read(id)))
            .Where(process => process.Time is not null)
            .ToDictionary(process => process.Id, process => process.Time!.Value)
        : [];
}
