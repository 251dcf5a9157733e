namespace PerfRunner.Growth;

/// <summary>What grows.</summary>
internal enum GrowthPart
{
    /// <summary>The routes of the manifest.</summary>
    Routes,

    /// <summary>Connections that are open and say nothing.</summary>
    Idle,

    /// <summary>The bodies of answers and of requests.</summary>
    Bodies,
}
