using System.Net;
using Testing.Processes;

namespace LocalLambdas.Tests.EndToEnd;

/// <summary>A process that ends is noticed, and what may be sent again is sent again: once.</summary>
[Collection(ProxyCollections.Second)]
public sealed class RetryTests : ProxyTest
{
    public static TheoryData<string, string, bool> Methods
    {
        get
        {
            var data = new TheoryData<string, string, bool>();
            foreach (var mode in new[] { "pipe", "http", "plain" })
            {
                foreach (var method in new[] { "GET", "HEAD", "OPTIONS", "PUT", "DELETE" })
                    data.Add(mode, method, true);
                foreach (var method in new[] { "POST", "PATCH", "PROPFIND" })
                    data.Add(mode, method, false);
            }

            return data;
        }
    }

    [Theory, MemberData(nameof(Methods))]
    public async Task A_request_whose_process_ended_without_an_answer_goes_to_another_if_it_is_idempotent(string mode, string method, bool isSentAgain)
    {
        Manifest.Add("a", mode, "exit-at-first-request", Folder.File("marker"));
        var proxy = await StartAsync();
        using var request = new HttpRequestMessage(new(method), "/a/") { Content = method is "PUT" or "POST" ? new StringContent("hello") : null };

        using var response = await proxy.Client.SendAsync(request, Cancellation);

        if (isSentAgain)
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        else
            await AssertProblemAsync(HttpStatusCode.BadGateway, response);
        Assert.Equal(isSentAgain ? 2 : 1, Started.Count);
        if (isSentAgain)
            await proxy.Output.LoggedAsync("a", $"{method} is sent once more");
        Assert.Equal(isSentAgain ? 1 : 0, proxy.Output.Of("a").Count(line => line.Contains($"{method} is sent once more", StringComparison.Ordinal)));
    }

    [Theory, MemberData(nameof(Modes))]
    public async Task A_process_that_lives_has_closed_on_purpose_and_is_not_asked_again(string mode)
    {
        Manifest.Add("a", mode, "close-without-answer");
        var proxy = await StartAsync();

        using var response = await proxy.Client.GetAsync("/a/", Cancellation);

        await AssertProblemAsync(HttpStatusCode.BadGateway, response);
        Assert.Single(Started);
        Assert.DoesNotContain(proxy.Output.Of("a"), line => line.Contains("once more", StringComparison.Ordinal));
    }

    [Theory, MemberData(nameof(Modes))]
    public async Task No_request_meets_a_connection_of_a_process_that_was_killed(string mode)
    {
        Manifest.Add("a", mode, "echo");
        var proxy = await StartAsync();
        var first = await Echo.GetAsync(proxy.Client, "/a/");

        // Not waited for: the proxy may not have noticed yet.
        LambdaProcesses.Kill(first.Pid);

        Assert.NotEqual(first.Nonce, (await Echo.GetAsync(proxy.Client, "/a/")).Nonce);
        Assert.Equal(2, Started.Count);
    }
}
