using System.Diagnostics;

namespace Testing.Processes;

/// <summary>A file that a test makes and executes.</summary>
public static class ExecutableFile
{
    /// <summary>
    /// Lets another process write it. Whatever this one starts while it has the file open for writing holds it open too, until it executes its
    /// own program; who executes the file meanwhile is told that it is busy (ETXTBSY, execve(2)), and tests that run at the same time start much.
    /// </summary>
    public static void Write(string path, string content, UnixFileMode mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute)
    {
        if (OperatingSystem.IsWindows())
        {
            File.WriteAllText(path, content);
            return;
        }

        using var shell = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", "cat > \"$0\"", path]) { RedirectStandardInput = true })!;
        shell.StandardInput.Write(content);
        shell.StandardInput.Close();
        shell.WaitForExit();
        if (shell.ExitCode != 0)
            throw new IOException($"{path} cannot be written");
        File.SetUnixFileMode(path, mode);
    }
}
