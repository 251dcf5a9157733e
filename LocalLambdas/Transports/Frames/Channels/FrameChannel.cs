using System.Runtime.InteropServices;

namespace LocalLambdas.Transports.Frames.Channels;

/// <summary>How frames get to one process: the variable that tells it, and the stream that comes of it.</summary>
internal abstract class FrameChannel : IDisposable
{
    /// <summary>Without what is secret of it.</summary>
    public abstract string Address { get; }

    /// <summary>What HELLO has to show; empty if nobody else can reach the channel.</summary>
    public virtual ReadOnlyMemory<byte> Token => default;

    /// <inheritdoc cref="ILambdaTransport.AddTo"/>
    public abstract SafeHandle? AddTo(IDictionary<string, string> environment);

    /// <summary>The process is created next.</summary>
    public virtual void Begin()
    {
        // What has a way for one process alone has nothing to open.
    }

    /// <summary>Returns the connection whose HELLO was right.</summary>
    /// <param name="connect">Makes a connection of a stream.</param>
    public abstract Task<FrameConnection> OpenAsync(Func<Stream, FrameConnection> connect, CancellationToken cancellationToken);

    public abstract void Dispose();
}
