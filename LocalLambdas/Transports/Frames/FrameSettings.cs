namespace LocalLambdas.Transports.Frames;

/// <summary>What one process's connection is held to.</summary>
/// <param name="Token">What its HELLO has to show; empty for a channel that nobody else can reach.</param>
/// <param name="RequestTimeout">How long the proxy waits for the lambda on one stream, each time.</param>
/// <param name="OnIllegalFrame">Told the reason, once.</param>
/// <param name="OnGoAway">Told the last stream that the lambda has taken, once it takes no more: under the gate, before those who have sent others learn it.</param>
internal sealed record FrameSettings(ReadOnlyMemory<byte> Token, TimeSpan RequestTimeout, Action<string> OnIllegalFrame, Action<uint> OnGoAway);
