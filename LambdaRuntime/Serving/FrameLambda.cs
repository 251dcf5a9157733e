using System.Runtime.InteropServices;
using LambdaRuntime.Frames;

namespace LambdaRuntime;

/// <summary>The process of a lambda that speaks frames.</summary>
internal static class FrameLambda
{
    // EX_PROTOCOL of sysexits.h
    private const int BadFrame = 76;

    public static void Run(string address, LambdaHandler handler, bool takesToken, bool isStreaming)
    {
        try
        {
            var channel = ChannelAddress.Open(address);
            var server = new FrameServer(channel, handler) { TakesToken = takesToken, IsStreaming = isStreaming };
            Start(server, address);

            // The first request is served meanwhile: nothing stands before it that can come after it
            KeepFromChildren(channel);
            using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
            using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
            var error = server.Watch();
            if (error != FrameError.None)
                Fail(error);

            void Stop(PosixSignalContext signal)
            {
                signal.Cancel = true;
                server.Stop();
            }
        }
        catch (LambdaStartException exception)
        {
            exception.Report();
        }
    }

    private static void Start(FrameServer server, string address)
    {
        try
        {
            server.Start();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The latter is what .NET makes of EBADF: a descriptor that is none
            throw ChannelAddress.CannotConnect(address, exception.Message);
        }
    }

    // Neither the descriptor nor what names it is for the processes that this one starts
    private static void KeepFromChildren(Channel channel)
    {
        channel.KeepFromChildren();
        Environment.SetEnvironmentVariable(ChannelAddress.Variable, null);
    }

    private static void Fail(FrameError error)
    {
        StandardError.Write($"The proxy has sent an illegal frame: {error}");
        Environment.ExitCode = BadFrame;
    }
}
