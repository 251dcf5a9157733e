using Testing;
using Testing.Proxy;

namespace LocalLambdas.Tests.EndToEnd;

[Collection(ProxyCollections.First)]
public sealed class StartTests : ProxyTest
{
    [Theory, MemberData(nameof(Modes))]
    public async Task No_process_runs_before_the_first_request(string mode)
    {
        var proxy = await StartAsync(mode, "echo");
        var cold = await proxy.Admin.LambdaAsync("a", Cancellation);
        Assert.Empty(Started);
        Assert.Equal(("cold", null, 0), (cold.State, cold.Pid, cold.Starts));

        var echo = await Echo.GetAsync(proxy.Client, "/a/");

        var running = await proxy.Admin.LambdaAsync("a", Cancellation);
        Assert.Equal([echo.Pid], Started);
        Assert.Equal(("running", echo.Pid, 1), (running.State, running.Pid, running.Starts));
    }

    [Theory, MemberData(nameof(Modes))]
    public async Task A_hundred_concurrent_first_requests_start_one_process(string mode)
    {
        var proxy = await StartAsync(mode, "slow-start", "300", "echo");

        var echoes = await Task.WhenAll(Enumerable.Range(0, 100).Select(i => Echo.GetAsync(proxy.Client, $"/a/{i}")));

        var process = Assert.Single(Started);
        Assert.All(echoes, echo => Assert.Equal(process, echo.Pid));
        Assert.Equal(Enumerable.Range(0, 100).Select(i => $"/a/{i}"), echoes.Select(echo => echo.Uri));
        Assert.Equal(1, (await proxy.Admin.LambdaAsync("a", Cancellation)).Starts);
    }

    [Theory, MemberData(nameof(Modes))]
    public async Task A_running_lambda_answers_every_following_request(string mode)
    {
        var proxy = await StartAsync(mode, "echo");

        var first = await Echo.GetAsync(proxy.Client, "/a/1");
        var second = await Echo.GetAsync(proxy.Client, "/a/2");

        Assert.Equal(first.Nonce, second.Nonce);
    }

    [Theory, MemberData(nameof(Modes))]
    public async Task An_eager_lambda_runs_before_its_first_request(string mode)
    {
        Manifest.Add("a", mode, "echo").With("start", "eager");
        var proxy = await StartAsync();

        await Eventually.True(() => Started.Count == 1, "the lambda has been started without a request");

        var echo = await Echo.GetAsync(proxy.Client, "/a/");
        Assert.Equal([echo.Pid], Started);
    }

    [Fact]
    public async Task A_lambda_runs_in_its_working_directory()
    {
        Manifest.Add("a", "pipe", "echo")
            .Add("b", "pipe", "echo").With("working_dir", "inner");
        Folder.Folder("inner");
        var proxy = await StartAsync();

        // Names alone: macOS tells the folder of temporary files by another path than a process in it sees
        Assert.Equal(Path.GetFileName(Folder.Path), Path.GetFileName((await Echo.GetAsync(proxy.Client, "/a/")).WorkingDirectory));
        Assert.Equal("inner", Path.GetFileName((await Echo.GetAsync(proxy.Client, "/b/")).WorkingDirectory));
    }

    private Task<ProxyProcess> StartAsync(string mode, params string[] behaviour)
    {
        Manifest.Add("a", mode, behaviour);
        return StartAsync();
    }
}
