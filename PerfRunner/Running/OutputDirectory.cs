using PerfRunner.Cli;

namespace PerfRunner.Running;

/// <summary>Where reports go.</summary>
internal static class OutputDirectory
{
    /// <summary>At the start: a run of minutes must not end with a report that cannot be written.</summary>
    /// <exception cref="RunnerException">It cannot be written to.</exception>
    public static string Create(string directory)
    {
        try
        {
            string path = Directory.CreateDirectory(directory).FullName;
            using (File.Create(Path.Combine(path, Path.GetRandomFileName()), bufferSize: 1, FileOptions.DeleteOnClose))
            {
                return path;
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new RunnerException(RunnerExitCode.Usage, $"--output: {exception.Message}", exception);
        }
    }
}
