using System.Diagnostics;
using System.Globalization;

namespace Testing.Processes;

/// <summary>The processes of one test: a variable of their environment marks them, and each <c>FaultyLambda</c> records its start.</summary>
public sealed class LambdaProcesses(string folder)
{
    public const string Variable = "LAMBDA_TEST_PIDS";

    public string Folder => folder;

    /// <summary>Every <c>FaultyLambda</c> that ever started, also those that have ended.</summary>
    public IReadOnlyList<int> Started =>
        [.. Directory.EnumerateFiles(folder).Select(file => int.Parse(Path.GetFileName(file), CultureInfo.InvariantCulture))];

    /// <summary>On Linux every marked process whatever it runs, the proxy among them; elsewhere those that recorded themselves.</summary>
    public IReadOnlyList<int> Alive => OperatingSystem.IsLinux()
        ? ProcessTable.WithEnvironment(Variable, folder)
        : [.. Started.Where(ProcessTable.IsAlive)];

    public static void Kill(int pid)
    {
        try
        {
            using var process = Process.GetProcessById(pid);
            process.Kill();
        }
        catch (ArgumentException)
        {
            // has ended meanwhile
        }
    }
}
