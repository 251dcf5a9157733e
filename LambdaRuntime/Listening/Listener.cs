namespace LambdaRuntime;

/// <summary>Where connections come from: a Unix domain socket, or a named pipe on Windows.</summary>
internal abstract class Listener : IDisposable
{
    /// <summary>Connections are accepted by the operating system from here on.</summary>
    public static Listener Open(string address) =>
        OperatingSystem.IsWindows() ? new NamedPipeListener(address) : new UnixSocketListener(address);

    /// <summary>Hands over each connection on the thread pool, until it is stopped.</summary>
    public abstract Task AcceptAsync(Action<Stream> serve, CancellationToken stop);

    public abstract void Dispose();
}
