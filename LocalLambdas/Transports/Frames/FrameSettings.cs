namespace LocalLambdas.Transports.Frames;

/// <summary>What one process's connection is held to.</summary>
/// <param name="Token">What its HELLO has to show; empty for a channel that nobody else can reach.</param>
/// <param name="RequestTimeout">How long the proxy waits for the lambda on one stream, each time.</param>
/// <param name="OnIllegalFrame">Told the reason, once.</param>
internal sealed record FrameSettings(ReadOnlyMemory<byte> Token, TimeSpan RequestTimeout, Action<string> OnIllegalFrame);
