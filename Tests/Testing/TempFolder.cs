namespace Testing;

/// <summary>A folder of a test. Its name is short, so that there is room for those of sockets where the folder of temporary files has a long one: they are cut at 104 bytes (macOS) or 108.</summary>
public sealed class TempFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("llt-").FullName;

    public string File(string name) => System.IO.Path.Combine(Path, name);

    public string Folder(string name) => Directory.CreateDirectory(File(name)).FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
