namespace LambdaRuntime.Frames;

/// <summary>Flags of a frame.</summary>
[Flags]
internal enum FrameFlags : byte
{
    None = 0,

    /// <summary>The body ends with this frame, in this direction.</summary>
    End = 1,
}
