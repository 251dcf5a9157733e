using LocalLambdas.Manifests;

namespace LocalLambdas.Tests.Manifests;

/// <summary>A temporary folder for a manifest, with an executable <c>service</c> that the manifest can name.</summary>
internal sealed class ManifestFolder : IDisposable
{
    private const string Executable = "service";

    public ManifestFolder() => CreateExecutable(Executable);

    public string Path { get; } = Directory.CreateTempSubdirectory("manifest-tests-").FullName;

    public string ManifestFile => this["manifest.xml"];

    public string Service => this[Executable];

    public string this[string relative] => System.IO.Path.GetFullPath(relative, Path);

    public Manifest Read(string xml)
    {
        File.WriteAllText(ManifestFile, xml);
        return ManifestReader.Read(ManifestFile);
    }

    /// <summary>Reads a manifest of one complete process with these elements added.</summary>
    public LambdaDefinition ReadProcess(string elements) =>
        Assert.Single(Read(
            $"<manifest><process><id>a</id><executable>service</executable><route>/a</route><pipe_name>a</pipe_name>{elements}</process></manifest>").Lambdas);

    public ManifestException Fail(string xml) => Assert.Throws<ManifestException>(() => Read(xml));

    public string CreateFile(string relative)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(this[relative])!);
        File.WriteAllText(this[relative], "");
        return this[relative];
    }

    public string CreateExecutable(string relative)
    {
        var file = CreateFile(relative);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        return file;
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
