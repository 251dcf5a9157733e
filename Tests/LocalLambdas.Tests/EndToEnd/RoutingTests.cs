using System.Net;

namespace LocalLambdas.Tests.EndToEnd;

[Collection(ProxyCollections.Second)]
public sealed class RoutingTests : ProxyTest
{
    [Fact]
    public async Task The_most_specific_route_of_whole_segments_wins()
    {
        var folders = new Dictionary<string, string> { ["all"] = "/*", ["api"] = "/api/*", ["users"] = "/api/users/*", ["me"] = "/api/users/me" };
        foreach (var (id, route) in folders)
        {
            Folder.Folder(id);
            Manifest.Add(id, "pipe", "echo").With("route", route).With("working_dir", id);
        }

        var proxy = await StartAsync();

        await AssertRoutedAsync("/", "all");
        await AssertRoutedAsync("/apis", "all");
        await AssertRoutedAsync("/api/x", "api");
        await AssertRoutedAsync("/api/usersx/1", "api");
        await AssertRoutedAsync("/api/users/1", "users");
        await AssertRoutedAsync("/api/users/me/too", "users");
        await AssertRoutedAsync("/api/users/me", "me");
        await AssertRoutedAsync("/api/users/me?q=/x", "me");

        // Each lambda runs in a folder of its name
        async Task AssertRoutedAsync(string path, string id) =>
            Assert.Equal((path, id), (path, Path.GetFileName((await Echo.GetAsync(proxy.Client, path)).WorkingDirectory)));
    }

    [Fact]
    public async Task A_path_without_a_route_gives_404_and_starts_nothing()
    {
        Manifest.Add("a", "pipe", "echo").Add("b", "http", "echo").With("route", "/b");
        var proxy = await StartAsync();

        foreach (var path in new[] { "/", "/c", "/ab", "/b/", "/b/x", "/aa/x" })
        {
            using var response = await proxy.Client.GetAsync(path, Cancellation);
            await AssertProblemAsync(HttpStatusCode.NotFound, response);
        }

        Assert.Empty(Started);
    }
}
