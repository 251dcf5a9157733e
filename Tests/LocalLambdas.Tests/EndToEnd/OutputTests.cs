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
    public async Task What_a_lambda_said_before_it_failed_is_in_the_log()
    {
        Manifest.Add("a", "pipe", "exit-before-ready", "7");
        var proxy = await StartAsync();

        using var response = await proxy.Client.GetAsync("/a/", Cancellation);

        await Eventually.True(() => proxy.Output.Of("a").Contains("ends before it is ready with 7"), "the reason is in the log");
    }
}
