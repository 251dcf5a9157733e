using System.Net;
using Testing;

namespace LocalLambdas.Tests.EndToEnd;

[Collection(ProxyCollections.First)]
public sealed class OutputTests : ProxyTest
{
    [Theory, MemberData(nameof(Modes))]
    public async Task A_lambda_that_prints_a_megabyte_to_each_output_is_answered_and_logged_with_its_id(string mode)
    {
        Manifest.Add("a", mode, "flood-output");
        var proxy = await StartAsync();

        await Echo.GetAsync(proxy.Client, "/a/");

        await Eventually.True(() => Printed().Sum(line => line.Length + 1) >= 2 * 1024 * 1024, "two megabytes are in the log");
        Assert.All(Printed(), line => Assert.Equal(new('x', 1023), line));

        IEnumerable<string> Printed() => proxy.Output.Of("a").Where(line => line.Contains("xx", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_log_that_nobody_reads_holds_up_neither_requests_nor_the_end()
    {
        string[] floods = ["f", "g", "h", "i"];
        foreach (var id in floods)
            Manifest.Add(id, "pipe", "flood-output");
        Manifest.Add("bad", "pipe", "raw", "no envelope").Add("a", "http", "echo");
        var proxy = await StartAsync();

        proxy.Output.Hold();
        await AssertAnswersAsync();
        proxy.Output.Release();
        await Eventually.True(() => proxy.Output.Lines.Any(line => line.Text.EndsWith("entries of the log were dropped: nobody read it)", StringComparison.Ordinal)), "it is said");

        proxy.Output.Hold();
        await AssertAnswersAsync();
        proxy.Sigterm();
        await Eventually.True(() => proxy.HasExited, "the proxy has ended");

        async Task AssertAnswersAsync()
        {
            // More than what holds the log up in the process and in the pipe
            foreach (var id in floods.Concat(floods))
                await Echo.GetAsync(proxy.Client, $"/{id}/");
            for (var i = 0; i < 300; i++)
            {
                using var refused = await proxy.Client.GetAsync("/bad/", Cancellation);
                Assert.Equal(HttpStatusCode.BadGateway, refused.StatusCode);
            }

            await Echo.GetAsync(proxy.Client, "/a/");
        }
    }

    [Fact]
    public async Task What_a_lambda_prints_cannot_move_the_cursor_of_who_reads_the_log()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There is no /bin/sh");
        Manifest.AddProcess("a", "/bin/sh", "pipe", "-c", @"printf 'one\r\033[2Ktwo\n'; exit 7");
        var proxy = await StartAsync();

        using var response = await proxy.Client.GetAsync("/a/", Cancellation);

        await proxy.Output.LoggedAsync("a", @"one\x0d\x1b[2Ktwo");
    }

    [Fact]
    public async Task What_a_lambda_said_before_it_failed_is_in_the_log()
    {
        Manifest.Add("a", "pipe", "exit-before-ready", "7");
        var proxy = await StartAsync();

        using var response = await proxy.Client.GetAsync("/a/", Cancellation);

        await Eventually.True(() => proxy.Output.Of("a").Contains("ends before it is ready with 7"), "the reason is in the log");
    }
}
