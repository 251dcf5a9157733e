using System.Globalization;

namespace LocalLambdas.Tests.EndToEnd;

[Collection(ProxyCollections.Second)]
public sealed class LeftoverTests : ProxyTest
{
    // More than any system gives out: Linux ends at 4,194,304, macOS at 99,999.
    private const int NobodysId = 99_999_999;

    public static bool IsUnix => !OperatingSystem.IsWindows();

    [Fact(Skip = "Windows has no socket files", SkipUnless = nameof(IsUnix))]
    public async Task The_next_start_removes_the_folder_of_a_killed_proxy_and_no_other()
    {
        Manifest.Add("a", "http", "echo");
        var temporary = Folder.Folder("t");
        var killed = await StartAsync(("TMPDIR", temporary));
        await Echo.GetAsync(killed.Client, "/a/");
        killed.Kill();
        await killed.WaitForExitAsync();
        var left = Assert.Single(Directory.EnumerateDirectories(temporary));
        var living = await StartAsync(("TMPDIR", temporary));
        var foreign = Create(temporary, $"ll-{NobodysId}-notes", UnixFileMode.GroupRead);
        var elsewhere = Folder.Folder("elsewhere");
        await File.WriteAllTextAsync(Path.Combine(elsewhere, "file"), "", Cancellation);
        var link = Path.Combine(temporary, $"ll-{NobodysId}-link");
        Directory.CreateSymbolicLink(link, elsewhere);
        var dead = Create(temporary, $"ll-{NobodysId}-dead");
        File.CreateSymbolicLink(Path.Combine(dead, "link"), Path.Combine(elsewhere, "file"));
        var init = Create(temporary, "ll-1-alive");
        var unrelated = Create(temporary, "ll-abc-def");

        Assert.False(Directory.Exists(left), $"{left} exists");
        await StartAsync(("TMPDIR", temporary));

        Assert.False(Directory.Exists(dead), $"{dead} exists");
        Assert.True(File.Exists(Path.Combine(elsewhere, "file")), "what a link led to is gone");
        Assert.All([foreign, link, init, unrelated], folder => Assert.True(Directory.Exists(folder), $"{folder} is gone"));
        Assert.Equal("/a/", (await Echo.GetAsync(living.Client, "/a/")).Uri);
    }

    [Fact(Skip = "Windows has no socket files", SkipUnless = nameof(IsUnix))]
    public async Task A_folder_that_is_locked_stays_whatever_its_process_id()
    {
        Manifest.Add("a", "http", "echo");
        var temporary = Folder.Folder("t");
        var locked = Create(temporary, string.Create(CultureInfo.InvariantCulture, $"ll-{NobodysId}-locked"));
        using (File.OpenHandle(Path.Combine(locked, "lock"), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None))
        {
            await StartAsync(("TMPDIR", temporary));
            Assert.True(Directory.Exists(locked), $"{locked} is gone");
        }

        await StartAsync(("TMPDIR", temporary));
        Assert.False(Directory.Exists(locked), $"{locked} exists");
    }

    private static string Create(string parent, string name, UnixFileMode more = UnixFileMode.None)
    {
        var folder = Path.Combine(parent, name);
        if (!OperatingSystem.IsWindows())
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | more);
        return folder;
    }
}
