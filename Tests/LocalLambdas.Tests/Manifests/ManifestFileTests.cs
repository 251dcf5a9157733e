using System.Text;
using LocalLambdas.Manifests;

namespace LocalLambdas.Tests.Manifests;

public sealed class ManifestFileTests : IDisposable
{
    private const int Limit = 1024 * 1024;

    private readonly ManifestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("none.xml", false)]
    [InlineData("no-such-folder/manifest.xml", true)]
    public void A_missing_file_or_folder_is_named(string relative, bool isFolder)
    {
        var file = _folder[relative];
        var missing = isFolder ? $"the folder {Path.GetDirectoryName(file)}" : "the manifest";

        var exception = Assert.Throws<ManifestException>(() => ManifestReader.Read(file));

        Assert.Equal(ManifestError.FileMissing, exception.Error);
        Assert.Equal(0, exception.Line);
        Assert.Equal($"{file}: {missing} does not exist: create it, or name another file", exception.Message);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a\0b")]
    public void A_name_that_no_file_can_have_is_a_missing_file(string file) =>
        Assert.Equal(ManifestError.FileMissing, Assert.Throws<ManifestException>(() => ManifestReader.Read(file)).Error);

    [Fact]
    public void A_folder_is_not_readable()
    {
        var exception = Assert.Throws<ManifestException>(() => ManifestReader.Read(_folder.Path));

        Assert.Equal(ManifestError.FileUnreadable, exception.Error);
        Assert.StartsWith($"{_folder.Path}: it is a folder: name the file in it", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_largest_file_is_read()
    {
        var xml = Padded(Limit);

        Assert.Equal(Limit, Encoding.UTF8.GetByteCount(xml));
        Assert.Single(_folder.Read(xml).Lambdas);
    }

    [Fact]
    public void A_larger_file_is_refused()
    {
        var exception = _folder.Fail(Padded(Limit + 1));

        Assert.Equal(ManifestError.FileTooLarge, exception.Error);
        Assert.Contains("larger than 1048576 bytes", exception.Message, StringComparison.Ordinal);
    }

    private static string Padded(int length) =>
        "<manifest><process><id>a</id><executable>service</executable><route>/a</route><pipe_name>a</pipe_name></process></manifest>".PadRight(length);
}
