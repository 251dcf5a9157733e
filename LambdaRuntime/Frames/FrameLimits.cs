namespace LambdaRuntime.Frames;

/// <summary>What the protocol fixes, in bytes.</summary>
internal static class FrameLimits
{
    public const int Version = 1;

    /// <summary>The longest head of a request or a response: what stands before the bytes of the body.</summary>
    public const int MaxHead = 1024 * 1024;

    /// <summary>The most bytes of a body in one frame.</summary>
    public const int MaxData = 64 * 1024;

    public const int MaxPayload = MaxHead + MaxData;
    public const int MaxSpans = 256 * 1024;
    public const int MaxToken = 256;

    /// <summary>So many bytes of a body may be sent in each direction of a stream before credit was granted.</summary>
    public const int InitialCredit = 256 * 1024;

    /// <summary>The highest number of header fields in a head: its count is 16 bits wide.</summary>
    public const int MaxFields = ushort.MaxValue;
}
