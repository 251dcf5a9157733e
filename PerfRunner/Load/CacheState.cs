namespace PerfRunner.Load;

/// <summary>What an answer's Cache-Status header says (RFC 9211).</summary>
internal enum CacheState
{
    /// <summary>The answer has no such header.</summary>
    Unknown,
    Hit,
    Forwarded,
}
