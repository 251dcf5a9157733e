using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using System.Text;
using Microsoft.Win32;

namespace PerfRunner.Environments;

/// <summary>The processor's name as its maker wrote it; each system keeps it somewhere else.</summary>
internal static partial class ProcessorName
{
    private const string Unknown = "unknown processor";

    public static string Read()
    {
        string? name = null;
        if (OperatingSystem.IsLinux())
        {
            name = FromCpuInfo(File.ReadLines("/proc/cpuinfo"));
        }
        else if (OperatingSystem.IsMacOS())
        {
            name = FromSysctl();
        }
        else if (OperatingSystem.IsWindows())
        {
            name = FromRegistry() ?? Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER");
        }

        return string.IsNullOrWhiteSpace(name) ? Unknown : name.Trim();
    }

    /// <summary>x86 names its model in every block; some ARM systems name only the board, at the end.</summary>
    public static string? FromCpuInfo(IEnumerable<string> lines)
    {
        string? board = null;
        foreach (string line in lines)
        {
            int colon = line.IndexOf(':', StringComparison.Ordinal);
            string key = colon < 0 ? "" : line[..colon].Trim();
            if (key == "model name")
            {
                return line[(colon + 1)..].Trim();
            }

            if (key is "Hardware" or "Model")
            {
                board = line[(colon + 1)..].Trim();
            }
        }

        return board;
    }

    private static string? FromSysctl()
    {
        Span<byte> value = stackalloc byte[256];
        nuint length = (nuint)value.Length;
        return SysctlByName("machdep.cpu.brand_string", value, ref length, 0, 0) == 0
            ? Encoding.UTF8.GetString(value[..(int)length]).TrimEnd('\0')
            : null;
    }

    [SupportedOSPlatform("windows")]
    private static string? FromRegistry()
    {
        using RegistryKey? key = Registry.LocalMachine.OpenSubKey(@"HARDWARE\DESCRIPTION\System\CentralProcessor\0");
        return key?.GetValue("ProcessorNameString") as string;
    }

    [LibraryImport("libc", EntryPoint = "sysctlbyname", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SysctlByName(string name, Span<byte> value, ref nuint length, nint newValue, nuint newLength);
}
