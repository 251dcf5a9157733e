namespace PerfRunner.Tests.Export;

internal sealed class TemporaryDirectory : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("perf-runner-tests-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
