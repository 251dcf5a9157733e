using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace FaultyLambda;

/// <summary>What happens before the first request, and what the whole process does beside answering.</summary>
internal static partial class Misbehaviour
{
    private const string PidsVariable = "LAMBDA_TEST_PIDS";

    /// <summary>The process started by <c>spawn-child</c> or <c>spawn-daemon</c>.</summary>
    public static int? ChildId { get; private set; }

    /// <summary>Leaves an empty file named by this process, so that a test knows every start, of dead ones too.</summary>
    public static void RecordProcess()
    {
        if (Environment.GetEnvironmentVariable(PidsVariable) is { Length: > 0 } folder)
            File.Create(Path.Combine(folder, Environment.ProcessId.ToString(CultureInfo.InvariantCulture))).Dispose();
    }

    /// <summary>An exit code when the process is to end before it is ready.</summary>
    public static int? BeforeReady(Behaviour behaviour)
    {
        if (behaviour.LeavesSession && setsid() < 0)
            throw new InvalidOperationException("cannot leave the session");
        if (behaviour.SpawnsChild)
            ChildId = Process.Start(Environment.ProcessPath!, "never-accept").Id;
        if (behaviour.SpawnsDaemon)
            ChildId = Process.Start(Environment.ProcessPath!, ["leave-session", "never-accept"]).Id;

        Thread.Sleep(behaviour.SlowStart);
        if (behaviour.ExitBeforeReady is { } code)
        {
            Console.Error.WriteLine($"ends before it is ready with {code}");
            return code;
        }

        return behaviour.FailFirstStart is { } marker && IsFirst(marker) ? 1 : null;
    }

    /// <summary>Once for each marker file, across all processes.</summary>
    public static bool IsFirst(string marker)
    {
        if (File.Exists(marker))
            return false;
        File.Create(marker).Dispose();
        return true;
    }

    /// <summary>Lines of a kilobyte to each of both outputs.</summary>
    public static void FloodOutput(int lines = 1024)
    {
        var line = new string('x', 1023);
        for (var i = 0; i < lines; i++)
        {
            Console.Out.WriteLine(line);
            Console.Error.WriteLine(line);
        }
    }

    [LibraryImport("libc")]
    private static partial int setsid();
}
