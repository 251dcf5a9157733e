using System.Globalization;

namespace Testing.Processes;

/// <summary>What Linux knows of what a process does with signals: masks in hexadecimal, whose lowest bit is signal 1 (proc_pid_status(5)).</summary>
public static class SignalMasks
{
    public const string Ignored = "SigIgn:";
    public const string Caught = "SigCgt:";

    public static bool Contains(int pid, string mask, int signal)
    {
        var line = File.ReadLines($"/proc/{pid}/status").Single(line => line.StartsWith(mask, StringComparison.Ordinal));
        return (ulong.Parse(line[mask.Length..].Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture) & (1UL << (signal - 1))) != 0;
    }
}
