using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace LocalLambdas.Processes.Unix;

/// <summary>
/// <c>posix_spawn</c> instead of <c>System.Diagnostics.Process</c>: it shares this process's memory until the executable runs (no copied
/// page tables, so that the cost does not grow with the proxy), and knows process groups and signal dispositions.
/// </summary>
/// <remarks>
/// Not <c>PR_SET_PDEATHSIG</c>, which Linux has for children that must not outlive their parent: it fires when the <em>thread</em> that
/// started the child ends (prctl(2)), and threads of the pool do; only the child itself can set it, and executables that know nothing
/// of us do not. <see cref="Guardian"/> does that work.
/// </remarks>
[UnsupportedOSPlatform("windows")]
internal static unsafe class Spawner
{
    private static readonly void* Attributes = CreateAttributes();

    /// <summary>Starts a process that leads a group of its own; from here on its id is the caller's to reap.</summary>
    /// <param name="workingDirectory">Of the actions: to say what is wrong with it.</param>
    public static int Spawn(
        string executable, string workingDirectory, NativeStrings arguments, NativeStrings environment, SpawnFileActions actions)
    {
        int error = LibC.PosixSpawn(out int id, executable, actions.Pointer, Attributes, arguments.Pointer, environment.Pointer);
        return error == 0 ? id : throw Failure(error, executable, workingDirectory);
    }

    /// <summary>
    /// Everything a child should not inherit of this process: its group, its blocked signals, and those it ignores (.NET ignores SIGPIPE,
    /// and <c>nohup</c> SIGHUP; an ignored signal would stay ignored).
    /// </summary>
    private static void* CreateAttributes()
    {
        short flags = LibC.POSIX_SPAWN_SETPGROUP | LibC.POSIX_SPAWN_SETSIGDEF | LibC.POSIX_SPAWN_SETSIGMASK;
        if (OperatingSystem.IsMacOS())
            flags |= LibC.POSIX_SPAWN_CLOEXEC_DEFAULT;

        void* attributes = NativeMemory.AllocZeroed(LibC.OpaqueSize);
        void* signals = NativeMemory.AllocZeroed(LibC.OpaqueSize);
        _ = LibC.AttributesInit(attributes);
        _ = LibC.AttributesSetFlags(attributes, flags);
        _ = LibC.AttributesSetGroup(attributes, 0);
        _ = LibC.SignalsEmpty(signals);
        _ = LibC.AttributesSetSignalMask(attributes, signals);
        _ = LibC.SignalsFill(signals);
        _ = LibC.AttributesSetDefaultSignals(attributes, signals);
        NativeMemory.Free(signals);
        return attributes;
    }

    /// <summary>The error does not say which step failed, so that the directory is looked at now.</summary>
    private static ChildProcessException Failure(int error, string executable, string workingDirectory)
    {
        string reason = Marshal.GetPInvokeErrorMessage(error);
        if (!Directory.Exists(workingDirectory))
            return new(ChildProcessError.BadWorkingDirectory, $"working directory '{workingDirectory}' does not exist");

        return error switch
        {
            LibC.ENOENT when File.Exists(executable) =>
                new(ChildProcessError.NotFound, $"'{executable}' needs an interpreter or a loader that does not exist"),
            LibC.ENOENT or LibC.ENOTDIR => new(ChildProcessError.NotFound, $"'{executable}' does not exist"),
            LibC.EACCES when MayExecute(executable) =>
                new(ChildProcessError.BadWorkingDirectory, $"working directory '{workingDirectory}' may not be entered: {reason}"),
            LibC.EACCES or LibC.ENOEXEC => new(ChildProcessError.NotExecutable, $"'{executable}' cannot be executed: {reason}"),
            _ => new(ChildProcessError.Other, $"'{executable}' cannot be started: {reason}"),
        };
    }

    private static bool MayExecute(string executable)
    {
        const UnixFileMode execute = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
        return File.Exists(executable) && (File.GetUnixFileMode(executable) & execute) != 0;
    }
}
