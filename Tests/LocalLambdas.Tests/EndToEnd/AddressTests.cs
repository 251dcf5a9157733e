namespace LocalLambdas.Tests.EndToEnd;

[Collection(ProxyCollections.Second)]
public sealed class AddressTests : ProxyTest
{
    public static bool IsUnix => !OperatingSystem.IsWindows();

    [Theory, MemberData(nameof(Modes))]
    public async Task Two_proxies_of_one_manifest_do_not_collide(string mode)
    {
        Manifest.Add("a", mode, "echo");
        var proxies = await Task.WhenAll(StartAsync(), StartAsync());

        var echoes = await Task.WhenAll(proxies.Select(proxy => Echo.GetAsync(proxy.Client, "/a/")));

        Assert.Equal(2, Started.Count);
        Assert.NotEqual(echoes[0].Pid, echoes[1].Pid);

        // A descriptor is the process's own.
        if (mode is not "frames") Assert.NotEqual(echoes[0].Address, echoes[1].Address);
    }

    [Fact(Skip = "Windows has no socket files", SkipUnless = nameof(IsUnix))]
    public async Task The_socket_lies_in_a_folder_of_this_user_alone_that_goes_with_the_proxy()
    {
        Manifest.Add("a", "pipe", "echo");
        var proxy = await StartAsync();
        var folder = Path.GetDirectoryName((await Echo.GetAsync(proxy.Client, "/a/")).Address)!;

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, Mode(folder));
        await proxy.DisposeAsync();

        Assert.False(Directory.Exists(folder), $"{folder} exists");
    }

    private static UnixFileMode Mode(string folder) => OperatingSystem.IsWindows() ? default : File.GetUnixFileMode(folder);
}
