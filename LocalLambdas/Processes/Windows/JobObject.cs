using System.Diagnostics;
using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;

namespace LocalLambdas.Processes.Windows;

/// <summary>A set of processes that grows by what its members start, and dies with its last handle.</summary>
[SupportedOSPlatform("windows")]
internal sealed unsafe class JobObject : IDisposable
{
    private readonly SafeFileHandle _handle;

    private JobObject(SafeFileHandle handle) => _handle = handle;

    /// <summary>Null when the system refuses (a surrounding job from before Windows 8 that allows no nested one).</summary>
    public static JobObject? TryCreateFor(Process process)
    {
        SafeFileHandle handle = Kernel32.CreateJobObject(0, 0);
        Kernel32.ExtendedLimits limits = new() { Basic = { LimitFlags = Kernel32.JOB_OBJECT_LIMIT_KILL_ON_JOB_CLOSE } };
        if (!handle.IsInvalid
            && Kernel32.SetInformationJobObject(
                handle, Kernel32.JobObjectExtendedLimitInformation, &limits, (uint)sizeof(Kernel32.ExtendedLimits))
            && Kernel32.AssignProcessToJobObject(handle, process.SafeHandle))
        {
            return new JobObject(handle);
        }

        handle.Dispose();
        return null;
    }

    public void Terminate() => Kernel32.TerminateJobObject(_handle, 1);

    public void Dispose() => _handle.Dispose();
}
