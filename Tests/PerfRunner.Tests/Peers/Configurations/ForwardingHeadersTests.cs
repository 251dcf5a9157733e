using System.Net.Http.Headers;
using PerfRunner.Peers;
using PerfRunner.Peers.Starting;
using PerfRunner.Tests.Fakes;
using PerfRunner.Tests.Peers.Starting;

namespace PerfRunner.Tests.Peers.Configurations;

/// <summary>What the other proxies add to a request and to its answer, before a service of the test.</summary>
public sealed class ForwardingHeadersTests(StartedSite started) : IClassFixture<StartedSite>
{
    [Theory]
    [InlineData("nginx")]
    [InlineData("haproxy")]
    [InlineData("yarp")]
    public async Task Each_tells_by_which_way_a_request_came_as_local_lambdas_does(string name)
    {
        Assert.SkipWhen(PeerNeeds.Missing(name) is not null, PeerNeeds.Missing(name) ?? "");
        string head = "";
        using RawHttpServer service = new(request =>
        {
            head = request;
            return RawHttpServer.Answer("{}");
        });
        IPeer peer = AllPeers.Instances.Single(peer => peer.Name == name);
        await using RunningPeer running = await peer.StartAsync(
            started.Site with { Service = service.EndPoint, ServiceSocket = null }, TestContext.Current.CancellationToken);
        Contender contender = running.Contenders.Single(contender => contender.TakesMany);
        using HttpClient client = new(new SocketsHttpHandler { UseProxy = false });

        using HttpResponseMessage response = await client.GetAsync(new Uri(contender.Url, contender.Path), TestContext.Current.CancellationToken);

        Assert.Equal(new ViaHeaderValue("1.1", name), response.Headers.Via.Single());
        string host = contender.Url.Authority;
        string[] lines = head.Split("\r\n");
        Assert.Contains(Forwarded(lines), value => value == $"for=127.0.0.1;host=\"{host}\";proto=http" || value == $"proto=http;host=\"{host}\";for=127.0.0.1");
        Assert.All(
            [("x-forwarded-for", "127.0.0.1"), ("x-forwarded-host", host), ("x-forwarded-proto", "http"), ("via", $"1.1 {name}")],
            header => Assert.Contains($"{header.Item1}: {header.Item2}", lines, StringComparer.OrdinalIgnoreCase));
    }

    private static IEnumerable<string> Forwarded(string[] lines) =>
        lines.Where(line => line.StartsWith("forwarded: ", StringComparison.OrdinalIgnoreCase)).Select(line => line["forwarded: ".Length..]);
}
