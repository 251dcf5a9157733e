namespace LocalLambdas.Manifests;

/// <summary>Reads the bytes of a manifest.</summary>
internal static class ManifestFile
{
    public const int MaximumBytes = 1 << 20;

    public static MemoryStream Open(string file)
    {
        // Neither is a path for any operating system, which .NET reports as a mistake of the program
        if (file.Length == 0 || file.Contains('\0', StringComparison.Ordinal))
            throw Missing(file, "the manifest", null);
        if (Directory.Exists(file))
        {
            throw new ManifestException(
                ManifestError.FileUnreadable, file, 0, null, "it is a folder", $"name the file in it, such as {Path.Join(file, "manifest.xml")}");
        }

        try
        {
            using var stream = File.OpenRead(file);
            var buffer = new byte[MaximumBytes + 1];
            var length = stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
            return length <= MaximumBytes ? new MemoryStream(buffer, 0, length, writable: false) : throw TooLarge(file);
        }
        catch (FileNotFoundException e)
        {
            throw Missing(file, "the manifest", e);
        }
        catch (DirectoryNotFoundException e)
        {
            throw Missing(file, $"the folder {Path.GetDirectoryName(file)}", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ManifestException(
                ManifestError.FileUnreadable, file, 0, null,
                $"the manifest cannot be read ({e.Message.TrimEnd('.')})", "name a file that this user may read", e);
        }
    }

    private static ManifestException Missing(string file, string what, Exception? cause) =>
        new(ManifestError.FileMissing, file, 0, null, $"{what} does not exist", "create it, or name another file", cause);

    private static ManifestException TooLarge(string file) =>
        new(ManifestError.FileTooLarge, file, 0, null, $"the manifest is larger than {MaximumBytes} bytes", "remove what is no process");
}
