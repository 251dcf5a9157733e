using PerfRunner.Programs;

namespace PerfRunner.Dashboards;

/// <summary>How to start the dashboard.</summary>
/// <param name="Executable">The command line of Aspire.</param>
internal sealed record DashboardStart(string Executable)
{
    /// <summary>The first one ever unpacks itself.</summary>
    public TimeSpan StartTimeout { get; init; } = TimeSpan.FromMinutes(2);

    public TimeSpan StopTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>For its pages, and for telemetry over gRPC and over HTTP.</summary>
    public Func<int[]> ChoosePorts { get; init; } = () => FreePort.Choose(3);
}
