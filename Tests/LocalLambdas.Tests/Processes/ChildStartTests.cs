using LocalLambdas.Processes;
using Testing.Processes;

namespace LocalLambdas.Tests.Processes;

public sealed class ChildStartTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("local_lambdas-");

    public ChildStartTests() => Shell.SkipWhereThereIsNone();

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public void A_missing_executable_is_not_found() =>
        AssertFails(ChildProcessError.NotFound, Path.Combine(_directory.FullName, "missing"));

    [Fact]
    public void A_script_with_a_missing_interpreter_is_not_found() =>
        AssertFails(ChildProcessError.NotFound, Executable("#!/missing/interpreter\n", UnixFileMode.UserExecute | UnixFileMode.UserRead));

    [Fact]
    public void A_file_without_permission_is_not_executable() =>
        AssertFails(ChildProcessError.NotExecutable, Executable("#!/bin/sh\n", UnixFileMode.UserRead));

    [Fact]
    public void A_file_of_no_known_format_is_not_executable() =>
        AssertFails(ChildProcessError.NotExecutable, Executable("text", UnixFileMode.UserExecute | UnixFileMode.UserRead));

    [Fact]
    public void A_directory_is_not_executable() => AssertFails(ChildProcessError.NotExecutable, _directory.FullName);

    [Fact]
    public void A_missing_working_directory_is_told_apart() =>
        AssertFails(ChildProcessError.BadWorkingDirectory, "/bin/sh", Path.Combine(_directory.FullName, "missing"));

    [Fact]
    public void A_working_directory_that_is_a_file_is_told_apart() =>
        AssertFails(ChildProcessError.BadWorkingDirectory, "/bin/sh", "/bin/sh");

    [Fact]
    public void A_zero_in_an_argument_is_refused() =>
        Assert.Throws<ChildProcessException>(() => Shell.Run("exit 0", "cut\0off"));

    [Fact]
    public async Task The_working_directory_is_the_one_asked_for()
    {
        ChildProcessStart start = Shell.Command("pwd") with { WorkingDirectory = _directory.FullName };

        Assert.EndsWith(_directory.Name, Assert.Single(await Shell.Output(start)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Arguments_arrive_unchanged()
    {
        string[] arguments = ["", "a b", "'single'", "\"double\"", "back\\slash", "$HOME", "größer 😀", "*", "-n", " "];

        Assert.Equal(arguments.Select(text => $"<{text}>"), await Shell.Output("for a; do printf '<%s>\\n' \"$a\"; done", arguments));
    }

    [Fact]
    public async Task The_first_argument_is_the_executable()
    {
        Shell.SkipWithoutProc();

        Assert.Equal("/bin/sh", (await Shell.Output("tr '\\0' '\\n' </proc/$$/cmdline"))[0]);
    }

    [Fact]
    public async Task Environment_is_the_inherited_with_the_added()
    {
        ChildProcessStart start = Shell.Command("printf '<%s>\\n' \"$ADDED\" \"$PATH\" \"${EMPTY-unset}\"; env | grep -c ^PATH=") with
        {
            Environment = new Dictionary<string, string> { ["ADDED"] = "größer = \"a b\" 😀", ["EMPTY"] = "" },
        };
        string path = Environment.GetEnvironmentVariable("PATH")!;

        Assert.Equal(["<größer = \"a b\" 😀>", $"<{path}>", "<>", "1"], await Shell.Output(start));
    }

    [Fact]
    public async Task An_added_variable_takes_the_place_of_an_inherited_one()
    {
        // No shell, which would tidy up what it was given
        ChildProcessStart start = new("/usr/bin/env", [], "/", new Dictionary<string, string> { ["PATH"] = "/elsewhere" });
        IReadOnlyList<string> variables = await Shell.Output(start);

        Assert.Equal(["PATH=/elsewhere"], variables.Where(line => line.StartsWith("PATH=", StringComparison.Ordinal)));
    }

    private void AssertFails(ChildProcessError error, string executable, string? workingDirectory = null)
    {
        ChildProcessStart start = new(executable, [], workingDirectory ?? _directory.FullName, new Dictionary<string, string>());
        ChildProcessException exception = Assert.Throws<ChildProcessException>(() => ChildProcess.Start(start, _ => { }));

        Assert.Equal(error, exception.Error);
        Assert.Contains(workingDirectory ?? executable, exception.Message, StringComparison.Ordinal);
    }

    private string Executable(string content, UnixFileMode mode)
    {
        string path = Path.Combine(_directory.FullName, "executable");
        ExecutableFile.Write(path, content, mode);
        return path;
    }
}
