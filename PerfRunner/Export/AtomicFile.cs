namespace PerfRunner.Export;

/// <summary>A reader sees the old file or the new one, never a part.</summary>
internal static class AtomicFile
{
    /// <summary>Creates the directory when it is missing.</summary>
    public static void Write(string file, string content)
    {
        var directory = Path.GetDirectoryName(Path.GetFullPath(file))!;
        Directory.CreateDirectory(directory);

        // In the same directory: a move is atomic only within a file system.
        var temporary = Path.Combine(directory, $".{Path.GetFileName(file)}.{Path.GetRandomFileName()}");
        try
        {
            File.WriteAllText(temporary, content);
            File.Move(temporary, file, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }
}
