namespace PerfRunner.Building;

/// <summary>Why something could not be built.</summary>
internal enum BuildError
{
    /// <summary>Its own fault, or the SDK's: the message holds the compiler's errors.</summary>
    Failed,

    /// <summary>Native AOT: the machine has no C compiler to link with. The message says what to install.</summary>
    LinkerMissing,

    /// <summary>A package of the SDK's compilers or runtimes cannot be restored.</summary>
    PackageMissing,

    /// <summary>It was to be taken as it is, and there is none.</summary>
    NotBuilt,
}
