using System.Runtime.InteropServices;

namespace LocalLambdas.Processes.Unix;

internal static unsafe partial class LibC
{
    public const short POSIX_SPAWN_SETPGROUP = 0x02;
    public const short POSIX_SPAWN_SETSIGDEF = 0x04;
    public const short POSIX_SPAWN_SETSIGMASK = 0x08;

    /// <summary>macOS only: the child keeps no descriptor that a file action does not name.</summary>
    public const short POSIX_SPAWN_CLOEXEC_DEFAULT = 0x4000;

    /// <summary>
    /// More than any system's <c>posix_spawnattr_t</c> (336 bytes in glibc), <c>posix_spawn_file_actions_t</c>, <c>sigset_t</c> or
    /// <c>siginfo_t</c> takes.
    /// </summary>
    public const int OpaqueSize = 1024;

    [LibraryImport(Name, EntryPoint = "posix_spawn", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int PosixSpawn(
        out int id, string path, void* fileActions, void* attributes, byte** arguments, byte** environment);

    [LibraryImport(Name, EntryPoint = "posix_spawnattr_init")]
    public static partial int AttributesInit(void* attributes);

    [LibraryImport(Name, EntryPoint = "posix_spawnattr_setflags")]
    public static partial int AttributesSetFlags(void* attributes, short flags);

    [LibraryImport(Name, EntryPoint = "posix_spawnattr_setpgroup")]
    public static partial int AttributesSetGroup(void* attributes, int group);

    [LibraryImport(Name, EntryPoint = "posix_spawnattr_setsigdefault")]
    public static partial int AttributesSetDefaultSignals(void* attributes, void* signals);

    [LibraryImport(Name, EntryPoint = "posix_spawnattr_setsigmask")]
    public static partial int AttributesSetSignalMask(void* attributes, void* signals);

    [LibraryImport(Name, EntryPoint = "sigemptyset")]
    public static partial int SignalsEmpty(void* signals);

    [LibraryImport(Name, EntryPoint = "sigfillset")]
    public static partial int SignalsFill(void* signals);

    [LibraryImport(Name, EntryPoint = "posix_spawn_file_actions_init")]
    public static partial int FileActionsInit(void* actions);

    [LibraryImport(Name, EntryPoint = "posix_spawn_file_actions_destroy")]
    public static partial int FileActionsDestroy(void* actions);

    [LibraryImport(Name, EntryPoint = "posix_spawn_file_actions_adddup2")]
    public static partial int FileActionsAddDuplicate(void* actions, int descriptor, int target);

    [LibraryImport(Name, EntryPoint = "posix_spawn_file_actions_addopen", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int FileActionsAddOpen(void* actions, int descriptor, string path, int flags, uint mode);

    [LibraryImport(Name, EntryPoint = "posix_spawn_file_actions_addchdir_np", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int FileActionsAddChangeDirectory(void* actions, string path);
}
