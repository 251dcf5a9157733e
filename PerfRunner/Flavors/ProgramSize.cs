namespace PerfRunner.Flavors;

/// <summary>How much disk a program takes.</summary>
internal static class ProgramSize
{
    /// <summary>What lies beside a program for developers alone; .dbg and .dSYM are what Native AOT leaves of symbols on Linux and macOS.</summary>
    private static readonly string[] NotRun = [".pdb", ".xml", ".dbg"];

    private const string MacSymbols = ".dSYM";
    private const string WebAssets = ".staticwebassets.";

    /// <summary>Sum of the files in its folder that it runs with.</summary>
    public static long Of(string executable) => new FileInfo(executable).Directory!
        .EnumerateFiles("*", SearchOption.AllDirectories)
        .Where(file => !NotRun.Contains(file.Extension) && !file.FullName.Contains(MacSymbols, StringComparison.Ordinal)
            && !file.Name.Contains(WebAssets, StringComparison.Ordinal))
        .Sum(file => file.Length);
}
