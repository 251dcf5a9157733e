using System.Runtime.InteropServices;
using PerfRunner.Results;

namespace PerfRunner.Environments;

/// <summary>Looks at the machine that the figures will belong to.</summary>
internal static partial class EnvironmentCollector
{
    public static EnvironmentInfo Collect() => new()
    {
        Machine = Environment.MachineName,
        Processor = ProcessorName.Read(),
        LogicalProcessors = Environment.ProcessorCount,

        // What a container may use rather than what the host has.
        MemoryBytes = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes,
        OperatingSystem = RuntimeInformation.OSDescription,
        Architecture = RuntimeInformation.OSArchitecture.ToString(),
        Runtime = RuntimeInformation.FrameworkDescription,
        LoadAverage = ReadLoadAverage(),
    };

    private static double? ReadLoadAverage()
    {
        if (OperatingSystem.IsWindows())
        {
            return null;
        }

        Span<double> oneMinute = stackalloc double[1];
        return GetLoadAverage(oneMinute, 1) == 1 ? oneMinute[0] : null;
    }

    [LibraryImport("libc", EntryPoint = "getloadavg")]
    private static partial int GetLoadAverage(Span<double> averages, int count);
}
