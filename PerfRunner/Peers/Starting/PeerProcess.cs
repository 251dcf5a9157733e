using System.ComponentModel;
using System.Diagnostics;
using System.Net;
using PerfRunner.Programs;

namespace PerfRunner.Peers.Starting;

/// <summary>A running program of a peer.</summary>
internal sealed class PeerProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan AskInterval = TimeSpan.FromMilliseconds(20);

    private readonly StartedProgram _program;

    private PeerProcess(StartedProgram program)
    {
        _program = program;
    }

    public int Id => _program.Id;

    /// <returns>When all addresses accept.</returns>
    /// <exception cref="PeerException">It did not come up.</exception>
    public static async Task<PeerProcess> StartAsync(ProcessStartInfo start, IReadOnlyList<EndPoint> addresses, CancellationToken cancellationToken)
    {
        PeerProcess process = new(Start(start));
        try
        {
            foreach (EndPoint address in addresses)
            {
                await process.WaitAsync(start.FileName, address, cancellationToken);
            }

            return process;
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }
    }

    /// <summary>Several programs, each with its address; where one does not come up none stays.</summary>
    /// <exception cref="PeerException">One did not come up.</exception>
    public static async Task<IReadOnlyList<PeerProcess>> StartAllAsync(
        IEnumerable<(ProcessStartInfo Start, EndPoint Address)> programs, CancellationToken cancellationToken)
    {
        List<PeerProcess> processes = [];
        try
        {
            foreach ((ProcessStartInfo start, EndPoint address) in programs)
            {
                processes.Add(await StartAsync(start, [address], cancellationToken));
            }

            return processes;
        }
        catch
        {
            foreach (PeerProcess process in processes)
            {
                await process.DisposeAsync();
            }

            throw;
        }
    }

    public ValueTask DisposeAsync() => _program.DisposeAsync();

    private static StartedProgram Start(ProcessStartInfo start)
    {
        try
        {
            return StartedProgram.Start(start, StopTimeout, _ => { });
        }
        catch (Win32Exception exception)
        {
            throw new PeerException($"{start.FileName}: {exception.Message}", exception);
        }
    }

    private async Task WaitAsync(string file, EndPoint address, CancellationToken cancellationToken)
    {
        Readiness readiness = await ReadinessWait.UntilAsync(
            () => ReadinessWait.AcceptsAsync(address, cancellationToken), _program.Exited, StartTimeout, AskInterval, cancellationToken);
        if (readiness != Readiness.Ready)
        {
            string what = readiness == Readiness.Ended ? "ended before it accepted" : $"does not accept after {StartTimeout.TotalSeconds} s";
            throw new PeerException(await _program.DescribeAsync($"{file} {what} on {address}"));
        }
    }
}
