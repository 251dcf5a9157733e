using System.Globalization;
using LambdaRuntime.Frames;

namespace LocalLambdas.Transports.Frames;

/// <summary>Says which frame it was that ended a connection, and why.</summary>
internal static class IllegalFrame
{
    public static string Describe(FrameError error, FrameHeader header)
    {
        var type = Enum.IsDefined(header.Type) ? header.Type.ToString().ToUpperInvariant() : $"type {(byte)header.Type}";
        return string.Create(
            CultureInfo.InvariantCulture, $"The lambda sent an illegal frame: {error}, {type} of {(uint)header.Length} bytes on stream {header.Stream}.");
    }
}
