namespace PerfRunner.Cli;

/// <summary>What the runner's exit code means; the numbers from 64 on are those of sysexits.h.</summary>
internal enum RunnerExitCode
{
    /// <summary>Every request of every case succeeded.</summary>
    Success = 0,

    /// <summary>A request failed, or a case could not be finished. The report is written all the same.</summary>
    RequestFailed = 1,

    /// <summary>Wrong options: nothing was started.</summary>
    Usage = 64,

    /// <summary>What is to be measured could not be built, started or reached.</summary>
    Unavailable = 69,

    /// <summary>Stopped by Ctrl+C or SIGTERM: no report.</summary>
    Cancelled = 130,
}
