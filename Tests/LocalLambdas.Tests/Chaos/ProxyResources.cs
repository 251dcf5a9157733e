using System.Globalization;

namespace LocalLambdas.Tests.Chaos;

/// <summary>What Linux knows of a process (proc(5)).</summary>
internal static class ProxyResources
{
    /// <summary>Where its open descriptors lead. Assemblies and their symbols are left out: a runtime opens one when it needs it first, and keeps it.</summary>
    public static IReadOnlyList<string> Descriptors(int pid) =>
    [
        .. Directory.EnumerateFileSystemEntries($"/proc/{pid}/fd")
            .Select(entry => new FileInfo(entry).LinkTarget)
            .OfType<string>()
            .Where(target => !target.EndsWith(".dll", StringComparison.Ordinal) && !target.EndsWith(".pdb", StringComparison.Ordinal)),
    ];

    /// <summary>Memory in use, in megabytes.</summary>
    public static double ResidentMegabytes(int pid)
    {
        var line = File.ReadLines($"/proc/{pid}/status").Single(line => line.StartsWith("VmRSS:", StringComparison.Ordinal));
        return double.Parse(line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024;
    }
}
