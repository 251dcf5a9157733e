namespace PerfRunner.Hops;

/// <summary>Why an answer cannot be taken apart.</summary>
internal enum HopError
{
    /// <summary>It has no Server-Timing header.</summary>
    NoServerTiming,

    /// <summary>Its Server-Timing header says neither when the request was received nor how long it took in total.</summary>
    ForeignServerTiming,

    /// <summary>It says that the request was received before it was sent, or left after the answer had arrived.</summary>
    OtherClock,
}
