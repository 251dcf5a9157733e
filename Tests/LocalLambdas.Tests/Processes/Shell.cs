using System.Collections.Concurrent;
using LocalLambdas.Processes;
using Testing;

namespace LocalLambdas.Tests.Processes;

/// <summary>A child that runs a few lines of shell.</summary>
internal sealed class Shell : IDisposable
{
    private readonly ConcurrentQueue<string> _lines = new();

    private Shell(ChildProcessStart start) => Process = ChildProcess.Start(start, _lines.Enqueue);

    public ChildProcess Process { get; }

    public IReadOnlyList<string> Lines => [.. _lines];

    public static void SkipWhereThereIsNone() => Assert.SkipWhen(OperatingSystem.IsWindows(), "needs /bin/sh");

    public static void SkipWithoutProc() => Assert.SkipUnless(OperatingSystem.IsLinux(), "needs /proc");

    public static ChildProcessStart Command(string script, params IReadOnlyList<string> arguments) =>
        new("/bin/sh", ["-c", script, "sh", .. arguments], Path.GetTempPath(), new Dictionary<string, string>());

    public static Shell Run(string script, params IReadOnlyList<string> arguments) => new(Command(script, arguments));

    public static Shell Run(ChildProcessStart start) => new(start);

    /// <summary>Everything a script that ends by itself wrote.</summary>
    public static async Task<IReadOnlyList<string>> Output(ChildProcessStart start)
    {
        using Shell shell = Run(start);
        return await shell.AllLines();
    }

    public static Task<IReadOnlyList<string>> Output(string script, params IReadOnlyList<string> arguments) =>
        Output(Command(script, arguments));

    public async Task<IReadOnlyList<string>> AllLines()
    {
        await Exit();
        await Eventually.Within(Process.OutputEnded);
        return Lines;
    }

    public Task<ChildExit> Exit() => Eventually.Within(Process.Exited);

    /// <summary>The first lines, such as the ids of processes that the script has started.</summary>
    public async Task<IReadOnlyList<string>> FirstLines(int count)
    {
        await Eventually.True(() => _lines.Count >= count, $"{count} lines");
        return Lines;
    }

    public void Dispose() => Process.Dispose();
}
