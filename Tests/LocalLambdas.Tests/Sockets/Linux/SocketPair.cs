using System.Net.Sockets;
using System.Runtime.Versioning;
using LocalLambdas.Processes.Unix;

namespace LocalLambdas.Tests.Sockets.Linux;

/// <summary>Two sockets that are connected: one for what is tested, the other an ordinary one.</summary>
[SupportedOSPlatform("linux")]
internal static class SocketPair
{
    public static Socket Create(out int ours)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "epoll is Linux's");
        Assert.True(LibC.TryCreateSocketPair(out ours, out var theirs));
        return new(new SafeSocketHandle(theirs, ownsHandle: true));
    }
}
