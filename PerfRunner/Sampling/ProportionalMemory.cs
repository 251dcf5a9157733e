using System.Globalization;

namespace PerfRunner.Sampling;

/// <summary>Pss of proc_pid_smaps(5): resident memory in which a page that several processes share is divided among them.</summary>
internal static class ProportionalMemory
{
    private const string Prefix = "Pss:";
    private const string Unit = "kB";
    private const int UnitBytes = 1024;

    /// <returns>Null when there is no such process, or the system does not tell.</returns>
    public static long? Read(int processId)
    {
        if (!OperatingSystem.IsLinux())
        {
            return null;
        }

        try
        {
            return Parse(File.ReadLines($"/proc/{processId}/smaps_rollup"));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    public static long? Parse(IEnumerable<string> lines)
    {
        string? value = lines.FirstOrDefault(line => line.StartsWith(Prefix, StringComparison.Ordinal))?[Prefix.Length..];
        return value is not null && long.TryParse(value.Replace(Unit, "", StringComparison.Ordinal), NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out long units)
            ? units * UnitBytes
            : null;
    }
}
