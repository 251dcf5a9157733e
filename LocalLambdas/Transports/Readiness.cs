using System.Diagnostics;

namespace LocalLambdas.Transports;

/// <summary>
/// How it is learned that a service accepts connections: it says so, as it would to systemd (sd_notify(3)). Most say nothing, and so they are
/// asked too, the longer they take the less often.
/// </summary>
/// <param name="path">Where it may say so; null where it cannot.</param>
internal sealed class Readiness(string? path) : IDisposable
{
    private static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(50);

    // Of the time that the start has taken, how much may pass until it is noticed.
    private const int Part = 32;

    private ReadyNotice? _notice;

    public TimeSpan Shortest { get; init; } = TimeSpan.FromMilliseconds(1);

    /// <summary>Adds what the process is told in its environment. Before the process is created.</summary>
    public void AddTo(IDictionary<string, string> environment)
    {
        if (path is null) return;
        _notice = new(path);
        environment[LambdaVariables.Notify] = path;
    }

    /// <param name="tryConnect">Makes a connection if it is accepted, and keeps it.</param>
    public async Task UntilAsync(Func<CancellationToken, ValueTask<bool>> tryConnect, CancellationToken cancellationToken)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var began = Stopwatch.GetTimestamp();
        var told = _notice?.WaitAsync(over.Token);
        try
        {
            do
            {
                var pause = Task.Delay(PauseAfter(Stopwatch.GetElapsedTime(began)), over.Token);
                await (told is null ? pause : Task.WhenAny(told, pause)).ConfigureAwait(false);
                cancellationToken.ThrowIfCancellationRequested();

                // Once is enough: what was said too early is worth nothing.
                if (told is { IsCompleted: true }) told = null;
            }
            while (!await tryConnect(cancellationToken).ConfigureAwait(false));
        }
        finally
        {
            await over.CancelAsync().ConfigureAwait(false);
            Dispose();
        }
    }

    // Also when the folder of the socket is gone: once is enough.
    public void Dispose() => Interlocked.Exchange(ref _notice, null)?.Dispose();

    private TimeSpan PauseAfter(TimeSpan elapsed)
    {
        var pause = elapsed / Part;
        return pause > Longest ? Longest : pause < Shortest ? Shortest : pause;
    }
}
