namespace Fuzzing.Mutation;

/// <summary>Inputs in files, one a file.</summary>
internal static class Corpus
{
    /// <summary>The folder of a target's own inputs.</summary>
    public static string FolderOf(string target) => Path.Combine(AppContext.BaseDirectory, "corpus", target);

    /// <summary>In the order of the files' names, so that a seed means the same on every machine.</summary>
    public static IReadOnlyList<(string File, byte[] Input)> Read(string folder) =>
        [.. Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal).Select(file => (file, File.ReadAllBytes(file)))];
}
