namespace PerfRunner.Building;

/// <summary>How a program is compiled.</summary>
internal enum BuildFlavor
{
    /// <summary>The normal build: compiled while it runs, by the shared runtime.</summary>
    Jit,

    /// <summary>ReadyToRun: compiled ahead into the assemblies of the program, run by the shared runtime.</summary>
    R2r,

    /// <summary>Native AOT: one native file without a runtime beside it.</summary>
    Aot,
}
