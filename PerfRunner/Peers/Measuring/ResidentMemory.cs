using PerfRunner.Peers.Results;
using PerfRunner.Peers.Starting;
using PerfRunner.Sampling;

namespace PerfRunner.Peers.Measuring;

/// <summary>The memory of all who take part: right after the rounds, and when nobody has been asked for a while.</summary>
/// <param name="pause">Lets time pass.</param>
internal sealed class ResidentMemory(Func<TimeSpan, CancellationToken, Task> pause)
{
    /// <summary>The proxy gives memory back when it has had nothing to do for a whole second, and looks once a second.</summary>
    public static readonly TimeSpan Idle = TimeSpan.FromSeconds(3);

    public async Task<IReadOnlyList<Participant>> ReadAsync(IReadOnlyList<RunningPeer> running, CancellationToken cancellationToken)
    {
        long?[] loaded = [.. running.Select(BytesOf)];
        await pause(Idle, cancellationToken);
        return [.. running.Zip(loaded, (peer, bytes) => new Participant(peer.Name, peer.Version, peer.Setup, bytes, BytesOf(peer)))];
    }

    private static long? BytesOf(RunningPeer peer)
    {
        long[] resident = [.. peer.ProcessIds.Select(ProcessSampler.Read).OfType<ProcessSample>().Select(sample => sample.ResidentBytes)];
        return resident.Length == 0 ? null : resident.Sum();
    }
}
