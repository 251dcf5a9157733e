namespace PerfRunner.Building;

/// <summary>Finds the directory of the solution from where the runner lies or was called.</summary>
internal static class RepositoryRoot
{
    private const string Marker = "Perf.sln";

    /// <returns>Null when the runner is used away from its repository.</returns>
    public static string? Find() => FindFrom(AppContext.BaseDirectory) ?? FindFrom(Environment.CurrentDirectory);

    public static string? FindFrom(string directory)
    {
        for (DirectoryInfo? current = new(directory); current is not null; current = current.Parent)
        {
            if (File.Exists(Path.Combine(current.FullName, Marker)))
            {
                return current.FullName;
            }
        }

        return null;
    }
}
