namespace LocalLambdas.Manifests;

/// <summary>Finds the file that a manifest names as executable.</summary>
/// <param name="folder">The folder of the manifest, absolute.</param>
/// <param name="searchPath">The value of PATH.</param>
/// <param name="hasSuffixes">Whether executables are told by their suffix, as on Windows.</param>
internal sealed class ExecutableFinder(string folder, string? searchPath, bool hasSuffixes)
{
    public static ExecutableFinder ForThisSystem(string folder) =>
        new(folder, Environment.GetEnvironmentVariable("PATH"), OperatingSystem.IsWindows());

    /// <summary>The absolute path of the file, or null when there is none.</summary>
    public string? Find(string text)
    {
        var besideManifest = Candidates(folder, text).FirstOrDefault(FileExists);
        if (besideManifest is not null || !IsBareName(text))
            return besideManifest;

        var onPath = SearchFolders().SelectMany(directory => Candidates(directory, text)).Where(FileExists).ToArray();
        return onPath.FirstOrDefault(IsExecutable) ?? onPath.FirstOrDefault();
    }

    public static bool IsBareName(string text) =>
        !text.AsSpan().ContainsAny(Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar);

    public static bool IsExecutable(string file) =>
        OperatingSystem.IsWindows()
        || (File.GetUnixFileMode(file) & (UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute)) != 0;

    // A file without a suffix can lie beside the one to run: a shell script beside its .cmd, a Linux build beside the .exe
    private IEnumerable<string> Candidates(string directory, string text)
    {
        string[] suffixes = !hasSuffixes ? [""] : Path.HasExtension(text) ? ["", ".exe", ".cmd"] : [".exe", ".cmd", ""];
        return suffixes.Select(suffix => Path.GetFullPath(text + suffix, directory));
    }

    // A relative entry would depend on the directory in which the proxy happens to be started
    private IEnumerable<string> SearchFolders() =>
        (searchPath ?? "").Split(Path.PathSeparator).Select(entry => entry.Trim('"')).Where(Path.IsPathFullyQualified);

    private static bool FileExists(string path)
    {
        try
        {
            // File.Exists is also true for a link that leads nowhere
            return File.Exists(path) && File.ResolveLinkTarget(path, returnFinalTarget: true) is null or { Exists: true };
        }
        catch (IOException)
        {
            // A link that leads back to itself: no file either
            return false;
        }
    }
}
