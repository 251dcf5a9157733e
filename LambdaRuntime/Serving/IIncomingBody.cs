using LambdaRuntime.Frames;

namespace LambdaRuntime;

/// <summary>The body of a request whose REQUEST does not have all of it.</summary>
internal interface IIncomingBody
{
    /// <summary>Called by the receiving thread alone.</summary>
    FrameError Take(ReadOnlySpan<byte> bytes, bool isEnd);

    /// <summary>The exchange is over: nothing more will come.</summary>
    void BreakOff();
}
