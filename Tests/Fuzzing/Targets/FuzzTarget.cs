using LambdaRuntime;

namespace Fuzzing.Targets;

/// <summary>A part of the product that reads bytes of others, and what must hold whatever they are.</summary>
internal abstract class FuzzTarget : IDisposable
{
    public static IReadOnlyList<string> Names { get; } = ["envelope", "fast-path", "http", "manifest", "proxy-frames", "response", "runtime", "runtime-frames"];

    /// <summary>Words of the format, which no random change would ever come upon.</summary>
    public abstract IReadOnlyList<byte[]> Dictionary { get; }

    /// <exception cref="Exception">Something does not hold. The same input gives the same outcome each time.</exception>
    public abstract void Run(ReadOnlySpan<byte> input);

    // A traced request makes the runtime listen from then on, and what is listened to the proxy does not answer on its fast path
    public virtual void Dispose() => SpanRecorder.Uninstall();

    /// <summary>Null if there is none of this name.</summary>
    public static FuzzTarget? Create(string name) => name switch
    {
        "envelope" => new EnvelopeTarget(),
        "fast-path" => new FastPathTarget(),
        "http" => new HttpTarget(),
        "manifest" => new ManifestTarget(),
        "proxy-frames" => new ProxyFramesTarget(),
        "response" => new ResponseTarget(),
        "runtime" => new RuntimeTarget(),
        "runtime-frames" => new RuntimeFramesTarget(),
        _ => null,
    };
}
