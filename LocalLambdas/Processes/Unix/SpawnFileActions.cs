using System.Globalization;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace LocalLambdas.Processes.Unix;

/// <summary>What a child does with its descriptors and its directory before it becomes the executable.</summary>
[UnsupportedOSPlatform("windows")]
internal readonly unsafe struct SpawnFileActions : IDisposable
{
    private const string NullDevice = "/dev/null";

    /// <summary>
    /// Closes every other descriptor in the child: this process may have inherited some that are not closed by themselves (a shell's, a
    /// build's job server). glibc has it since 2.34; musl does not.
    /// </summary>
    private static readonly delegate* unmanaged<void*, int, int> AddCloseFrom = FindCloseFrom();

    public void* Pointer { get; }

    private SpawnFileActions(void* pointer) => Pointer = pointer;

    public static SpawnFileActions Create()
    {
        void* pointer = NativeMemory.AllocZeroed(LibC.OpaqueSize);
        Check(LibC.FileActionsInit(pointer));
        return new SpawnFileActions(pointer);
    }

    /// <summary>Both outputs into one pipe keeps the order of what the child wrote. Duplicates first: the pipe could be descriptor 0.</summary>
    public void OutputTo(int writeEnd)
    {
        Check(LibC.FileActionsAddDuplicate(Pointer, writeEnd, 1));
        Check(LibC.FileActionsAddDuplicate(Pointer, writeEnd, 2));
        Check(LibC.FileActionsAddOpen(Pointer, 0, NullDevice, LibC.O_RDONLY, 0));
    }

    public void InputFrom(int readEnd)
    {
        Check(LibC.FileActionsAddDuplicate(Pointer, readEnd, 0));
        Check(LibC.FileActionsAddOpen(Pointer, 1, NullDevice, LibC.O_WRONLY, 0));
        Check(LibC.FileActionsAddDuplicate(Pointer, 1, 2));
    }

    /// <summary>After the others: the number could be that of a descriptor that they need. One that is the same is only kept open (posix_spawn(3)).</summary>
    public void Inherit(int descriptor, int number) => Check(LibC.FileActionsAddDuplicate(Pointer, descriptor, number));

    public void CloseFrom(int firstUnwanted)
    {
        if (AddCloseFrom is not null)
            Check(AddCloseFrom(Pointer, firstUnwanted));
    }

    public void ChangeDirectory(string path) => Check(LibC.FileActionsAddChangeDirectory(Pointer, path));

    public void Dispose()
    {
        if (Pointer is null)
            return;
        _ = LibC.FileActionsDestroy(Pointer);
        NativeMemory.Free(Pointer);
    }

    private static delegate* unmanaged<void*, int, int> FindCloseFrom()
    {
        if (!OperatingSystem.IsLinux())
            return null;
        nint program = NativeLibrary.GetMainProgramHandle();
        if (NativeLibrary.TryGetExport(program, "posix_spawn_file_actions_addclosefrom_np", out nint function))
            return (delegate* unmanaged<void*, int, int>)function;

        // What the runtime opens later is closed by itself, so that doing this once is enough
        foreach (string entry in Directory.GetFiles("/proc/self/fd"))
        {
            int descriptor = int.Parse(Path.GetFileName(entry), CultureInfo.InvariantCulture);
            if (descriptor >= ChildProcessStart.ChannelDescriptor)
                _ = LibC.Fcntl(descriptor, LibC.F_SETFD, LibC.FD_CLOEXEC);
        }

        return null;
    }

    private static void Check(int error)
    {
        if (error != 0)
            throw new ChildProcessException(ChildProcessError.Other, Marshal.GetPInvokeErrorMessage(error));
    }
}
