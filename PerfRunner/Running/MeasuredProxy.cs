using System.Diagnostics;
using System.Net;
using LocalLambdas.Admin;
using PerfRunner.Planning;
using PerfRunner.Programs;
using PerfRunner.Proxying;

namespace PerfRunner.Running;

/// <summary>The proxy that a run measures, started by it or not, and what is known about it.</summary>
internal sealed class MeasuredProxy : IAsyncDisposable
{
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan StopInterval = TimeSpan.FromMilliseconds(10);

    private readonly ProxyUnderTest? _started;

    /// <param name="started">Stopped when the run ends; null for a proxy that ran before.</param>
    /// <param name="status">What the admin endpoint told; null without one.</param>
    public MeasuredProxy(Uri url, IPEndPoint endPoint, ProxyUnderTest? started, AdminClient? admin, LambdaList? status)
    {
        Url = url;
        EndPoint = endPoint;
        Admin = admin;
        Status = status;
        _started = started;
    }

    public Uri Url { get; }

    public IPEndPoint EndPoint { get; }

    public AdminClient? Admin { get; }

    public LambdaList? Status { get; }

    /// <summary>Why cold cases, memory and processor time are missing; null when they are not.</summary>
    public string? NoAdminBecause => Admin is not null
        ? null
        : _started is null ? "--admin-url is not given" : "the proxy has no admin endpoint";

    /// <summary>The lambdas as the proxy tells them.</summary>
    public IReadOnlyList<LambdaRoute>? Routes =>
        Status is null ? null : LambdaRoute.From(Status);

    public async ValueTask DisposeAsync()
    {
        Admin?.Dispose();
        if (_started is not null)
        {
            // Behind a script, the proxy is a child of what was started, and would outlive a script that does not pass the signal on.
            if (Status is { Proxy.Pid: var pid } && pid != _started.ProcessId)
            {
                await StopAsync(pid);
            }

            await _started.DisposeAsync();
        }
    }

    private static async Task StopAsync(int processId)
    {
        long askedAt = Stopwatch.GetTimestamp();
        ProcessSignals.RequestStop(processId);
        while (ProcessSignals.Exists(processId) && Stopwatch.GetElapsedTime(askedAt) < StopTimeout)
        {
            await Task.Delay(StopInterval);
        }
    }
}
