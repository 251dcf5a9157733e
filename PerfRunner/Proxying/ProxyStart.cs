using PerfRunner.Programs;

namespace PerfRunner.Proxying;

/// <summary>How to start the proxy.</summary>
/// <param name="IsForeign">Another build, which may know neither port 0 nor an admin endpoint.</param>
internal sealed record ProxyStart(string Executable, string Manifest, bool IsForeign)
{
    public TimeSpan StartTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a foreign proxy has for its lines, before it is taken for one that does not print them.</summary>
    public TimeSpan LineTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long it has to stop when asked, before it is killed.</summary>
    public TimeSpan StopTimeout { get; init; } = TimeSpan.FromSeconds(10);

    public Func<int> ChoosePort { get; init; } = FreePort.Choose;
}
