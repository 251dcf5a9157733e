using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace PerfRunner.Load.Epoll;

/// <summary>
/// The two calls of a request. System.Net.Sockets makes the same ones with a reference count and more around each, which
/// takes a tenth of the rate of a loop (docs/performance.md).
/// </summary>
[SupportedOSPlatform("linux")]
internal static unsafe partial class NonBlockingSocket
{
    private const int WouldBlockError = 11;
    private const int InterruptedError = 4;
    private const int NoSignal = 0x4000;

    /// <summary>Returned where nothing could be done yet.</summary>
    public const int WouldBlock = -1;

    /// <summary>Returned where the connection is broken.</summary>
    public const int Broken = -2;

    /// <returns>How many bytes; 0 at the end of the stream.</returns>
    public static int Receive(int descriptor, Span<byte> buffer)
    {
        fixed (byte* first = buffer)
        {
            return Result(Receive(descriptor, first, (nuint)buffer.Length, 0));
        }
    }

    public static int Send(int descriptor, ReadOnlySpan<byte> bytes)
    {
        fixed (byte* first = bytes)
        {
            return Result(Send(descriptor, first, (nuint)bytes.Length, NoSignal));
        }
    }

    private static int Result(nint result)
    {
        if (result >= 0)
        {
            return (int)result;
        }

        return Marshal.GetLastPInvokeError() is WouldBlockError or InterruptedError ? WouldBlock : Broken;
    }

    [LibraryImport("libc", EntryPoint = "recv", SetLastError = true)]
    private static partial nint Receive(int descriptor, byte* buffer, nuint length, int flags);

    [LibraryImport("libc", EntryPoint = "send", SetLastError = true)]
    private static partial nint Send(int descriptor, byte* bytes, nuint length, int flags);
}
