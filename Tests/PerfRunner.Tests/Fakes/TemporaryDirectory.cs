using Testing.Processes;

namespace PerfRunner.Tests.Fakes;

internal sealed class TemporaryDirectory : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("perf-runner-").FullName;

    public string Write(string name, string content)
    {
        string file = PathOf(name);
        File.WriteAllText(file, content);
        return file;
    }

    public string WriteScript(string name, string body, bool isExecutable = true)
    {
        string file = PathOf(name);
        ExecutableFile.Write(file, "#!/bin/sh\n" + body, isExecutable ? UnixFileMode.UserRead | UnixFileMode.UserExecute : UnixFileMode.UserRead);
        return file;
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);

    /// <summary>Of a file whose folder is there.</summary>
    private string PathOf(string name)
    {
        string file = System.IO.Path.Combine(Path, name);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(file)!);
        return file;
    }
}
