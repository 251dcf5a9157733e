using System.Buffers.Text;
using System.ComponentModel;
using System.Diagnostics;

namespace PerfRunner.Sampling;

/// <summary>Asks the operating system about another process of this user.</summary>
internal static class ProcessSampler
{
    /// <returns>Null when there is no such process, or it cannot be looked at.</returns>
    public static ProcessSample? Read(int processId) => OperatingSystem.IsLinux() ? ReadLinux(processId) : ReadPortable(processId);

    /// <summary>What several have used together.</summary>
    /// <returns>Null when there are none, or one of them cannot be looked at.</returns>
    public static double? CpuSecondsOf(IReadOnlyList<int> processIds) =>
        processIds.Count == 0 ? null : processIds.Select(Read).Aggregate((double?)0, (sum, sample) => sum + sample?.CpuSeconds);

    private static ProcessSample? ReadLinux(int processId) =>
        ReadResidentPages(processId) is { } pages && LinuxCpuClock.Read(processId) is { } cpu
            ? new ProcessSample(pages * Environment.SystemPageSize, cpu.TotalSeconds)
            : null;

    /// <summary>Second field of statm (proc_pid_statm(5)); Process.WorkingSet64 reads several files for the same number.</summary>
    private static long? ReadResidentPages(int processId)
    {
        byte[] statm;
        try
        {
            statm = File.ReadAllBytes($"/proc/{processId}/statm");
        }
        catch (IOException)
        {
            return null;
        }

        int second = Array.IndexOf(statm, (byte)' ') + 1;
        return Utf8Parser.TryParse(statm.AsSpan(second), out long pages, out _) ? pages : null;
    }

    private static ProcessSample? ReadPortable(int processId)
    {
        try
        {
            using Process process = Process.GetProcessById(processId);
            return new ProcessSample(process.WorkingSet64, process.TotalProcessorTime.TotalSeconds);
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException or Win32Exception)
        {
            // No such process, it ended meanwhile, or it belongs to somebody else.
            return null;
        }
    }
}
