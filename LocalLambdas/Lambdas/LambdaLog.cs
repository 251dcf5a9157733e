using LocalLambdas.Processes;
using Microsoft.Extensions.Logging;

namespace LocalLambdas.Lambdas;

/// <summary>What the proxy logs of its lambdas. Each line bears the lambda's id.</summary>
internal sealed partial class LambdaLog(ILogger<Lambda> logger)
{
    public void Started(string id, StartRecord start) =>
        Started(id, start.Pid, start.Spawn.TotalMilliseconds, start.Accept.GetValueOrDefault().TotalMilliseconds);

    public void SpareStarted(string id, StartRecord start) =>
        SpareStarted(id, start.Pid, start.Spawn.TotalMilliseconds, start.Accept.GetValueOrDefault().TotalMilliseconds);

    /// <summary>Nothing if the next request may start the lambda.</summary>
    public void BacksOff(string id, StartHistory history)
    {
        if (history.RetryAfter is var wait && wait > TimeSpan.Zero) BacksOff(id, history.Failures, wait.TotalSeconds);
    }

    [LoggerMessage(1, LogLevel.Information, "[{Id}] {Line}")]
    public partial void Output(string id, string line);

    [LoggerMessage(3, LogLevel.Warning, "[{Id}] start failed: {Reason}")]
    public partial void StartFailed(string id, string reason);

    [LoggerMessage(4, LogLevel.Information, "[{Id}] stopped, pid {Pid}")]
    public partial void Stopped(string id, int pid);

    [LoggerMessage(5, LogLevel.Warning, "[{Id}] ended by itself, pid {Pid}: {Exit}")]
    public partial void Ended(string id, int pid, ChildExit exit);

    [LoggerMessage(7, LogLevel.Warning, "[{Id}] bad frame: {Reason}")]
    public partial void IllegalFrame(string id, string reason);

    [LoggerMessage(6, LogLevel.Warning, "There is no /bin/sh: lambdas that do not watch their parent survive when this process is killed")]
    public partial void NoGuardian();

    [LoggerMessage(8, LogLevel.Information, "[{Id}] took a spare, pid {Pid}")]
    public partial void TookSpare(string id, int pid);

    [LoggerMessage(9, LogLevel.Warning, "[{Id}] start of a spare failed: {Reason}")]
    public partial void SpareFailed(string id, string reason);

    [LoggerMessage(10, LogLevel.Warning, "[{Id}] a spare is lost, pid {Pid}: {Reason}")]
    public partial void SpareLost(string id, int pid, string reason);

    [LoggerMessage(12, LogLevel.Information, "[{Id}] gets no more requests, pid {Pid}: it ends when those in flight are over")]
    public partial void Leaves(string id, int pid);

    [LoggerMessage(7, LogLevel.Information, "[{Id}] spare started, pid {Pid}: spawned in {Spawn:0.###} ms, accepting after {Accept:0.###} ms")]
    private partial void SpareStarted(string id, int pid, double spawn, double accept);

    [LoggerMessage(11, LogLevel.Warning, "[{Id}] failed {Failures} times in a row: not started again within {Seconds:0.#} s")]
    private partial void BacksOff(string id, int failures, double seconds);

    [LoggerMessage(2, LogLevel.Information, "[{Id}] started, pid {Pid}: spawned in {Spawn:0.###} ms, accepting after {Accept:0.###} ms")]
    private partial void Started(string id, int pid, double spawn, double accept);
}
