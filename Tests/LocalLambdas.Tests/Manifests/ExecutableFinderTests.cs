using LocalLambdas.Manifests;

namespace LocalLambdas.Tests.Manifests;

public sealed class ExecutableFinderTests : IDisposable
{
    private readonly ManifestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_path_is_relative_to_the_folder_of_the_manifest()
    {
        var file = _folder.CreateExecutable("bin/tool");

        Assert.Equal(file, Finder().Find("bin/tool"));
        Assert.Equal(file, Finder().Find("./bin/../bin/tool"));
        Assert.Equal(file, Finder().Find(file));
        Assert.Null(Finder().Find("bin/other"));
        Assert.Null(Finder().Find("bin"));
    }

    [Fact]
    public void A_path_is_never_searched_for()
    {
        _folder.CreateExecutable("path/bin/tool");

        Assert.Null(Finder(_folder["path"]).Find("bin/tool"));
    }

    [Fact]
    public void A_bare_name_is_first_looked_for_beside_the_manifest()
    {
        var onPath = _folder.CreateExecutable("path/tool");
        Assert.Equal(onPath, Finder(_folder["path"]).Find("tool"));

        var beside = _folder.CreateExecutable("tool");
        Assert.Equal(beside, Finder(_folder["path"]).Find("tool"));
    }

    [Fact]
    public void The_first_folder_of_PATH_wins()
    {
        var first = _folder.CreateExecutable("first/tool");
        _folder.CreateExecutable("second/tool");

        Assert.Equal(first, Finder(_folder["none"], _folder["first"], _folder["second"]).Find("tool"));
    }

    [Fact]
    public void A_file_on_PATH_that_cannot_be_executed_is_the_last_resort()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no execute bit");
        var data = _folder.CreateFile("first/tool");
        Assert.Equal(data, Finder(_folder["first"], _folder["second"]).Find("tool"));

        var tool = _folder.CreateExecutable("second/tool");
        Assert.Equal(tool, Finder(_folder["first"], _folder["second"]).Find("tool"));
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    public void A_relative_entry_of_PATH_is_ignored(string entry)
    {
        var name = Directory.GetFiles(Environment.CurrentDirectory).Select(file => Path.GetFileName(file)).First();

        Assert.Null(Finder(entry).Find(name));
    }

    [Fact]
    public void Without_PATH_nothing_is_searched() => Assert.Null(new ExecutableFinder(_folder.Path, null, hasSuffixes: false).Find("tool"));

    [Theory]
    [InlineData("tool", "tool.exe", "tool.exe tool.cmd tool")]
    [InlineData("tool", "tool.cmd", "tool.cmd tool")]
    [InlineData("tool", "tool", "tool")]
    [InlineData("tool.cmd", "tool.cmd", "tool.cmd tool.exe")]
    [InlineData("my.tool", "my.tool.exe", "my.tool.exe")]
    [InlineData("tool", null, "tool.txt")]
    public void On_Windows_the_suffix_may_be_left_out(string name, string? found, string files)
    {
        foreach (var file in files.Split(' '))
            _folder.CreateExecutable($"bin/{file}");
        var expected = found is null ? null : _folder[$"bin/{found}"];

        Assert.Equal(expected, new ExecutableFinder(_folder.Path, null, hasSuffixes: true).Find($"bin/{name}"));
        Assert.Equal(expected, new ExecutableFinder(_folder.Path, $"\"{_folder["bin"]}\"", hasSuffixes: true).Find(name));
    }

    [Fact]
    public void A_link_counts_as_what_it_leads_to()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "creating a link needs a privilege on Windows");
        File.CreateSymbolicLink(_folder["good"], _folder.Service);
        File.CreateSymbolicLink(_folder["data"], _folder.CreateFile("data.txt"));
        File.CreateSymbolicLink(_folder["nowhere"], _folder["none"]);
        File.CreateSymbolicLink(_folder["loop"], _folder["loop"]);

        Assert.Equal(_folder["good"], Finder().Find("good"));
        Assert.True(ExecutableFinder.IsExecutable(_folder["good"]));
        Assert.False(ExecutableFinder.IsExecutable(_folder["data"]));
        Assert.Null(Finder().Find("nowhere"));
        Assert.Null(Finder().Find("loop"));
    }

    private ExecutableFinder Finder(params string[] searchPath) =>
        new(_folder.Path, string.Join(Path.PathSeparator, searchPath), hasSuffixes: false);
}
