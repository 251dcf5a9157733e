using System.Runtime.InteropServices;

namespace LocalLambdas.Processes.Unix;

internal static unsafe partial class LibC
{
    public const int AT_FDCWD = -100;
    public const int AT_SYMLINK_NOFOLLOW = 0x100;
    public const uint STATX_BASIC_STATS = 0x7FF;

    /// <summary>How many descriptors this process may have at a time.</summary>
    public static ulong DescriptorLimit => GetResourceLimit(OperatingSystem.IsMacOS() ? 8 : 7, out var limit) == 0 ? limit.Current : 0;

    [LibraryImport(Name, EntryPoint = "getrlimit")]
    private static partial int GetResourceLimit(int resource, out ResourceLimit limit);

    [LibraryImport(Name, EntryPoint = "geteuid")]
    public static partial uint EffectiveUser();

    /// <summary>Linux.</summary>
    [LibraryImport(Name, EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int StatX(int directory, string path, int flags, uint mask, void* buffer);

    /// <summary>macOS on Apple silicon.</summary>
    [LibraryImport(Name, EntryPoint = "lstat", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int LStat(string path, void* buffer);

    /// <summary>macOS on Intel, where the plain name is of the structure before 10.5.</summary>
    [LibraryImport(Name, EntryPoint = "lstat$INODE64", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int LStatInode64(string path, void* buffer);

    [StructLayout(LayoutKind.Sequential)]
    private readonly struct ResourceLimit
    {
        public readonly nuint Current;
        public readonly nuint Maximum;
    }
}
