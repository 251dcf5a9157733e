using System.Net;
using LocalLambdas.Admin;
using PerfRunner.Proxying;
using PerfRunner.Tests.Fakes;
using Testing;

namespace PerfRunner.Tests.Proxying;

public sealed class AdminClientTests
{
    private static readonly TimeSpan Generous = TimeSpan.FromSeconds(30);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_status_is_read_with_all_its_fields()
    {
        const string Status = """
            {"id":"a","route":"/a/*","communicationMode":"http","executable":"/x/a","state":"running","pid":7,"starts":2,"inFlight":1,
             "lastStart":{"startedAt":"2026-01-02T03:04:05.1234567Z","pid":7,
                          "phases":{"spawnMicroseconds":1.5,"acceptMicroseconds":2,"firstAnswerMicroseconds":null}},
             "lastError":"oh"}
            """;
        using RawHttpServer server = new(_ => RawHttpServer.Answer(Status));
        using AdminClient admin = new(server.Url, Generous);

        LambdaStatus status = await admin.GetAsync("a", Token);

        Assert.Equal(
            new LambdaStatus("a", "/a/*", "http", "/x/a", "running", 7, 2, 1, null, "oh"), status with { LastStart = null });
        Assert.Equal((new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero).AddTicks(1234567), 7), (status.LastStart!.StartedAt, status.LastStart.Pid));
        StartPhasesStatus phases = status.LastStart.Phases;
        Assert.Equal((1.5, 2.0, null), (phases.SpawnMicroseconds, phases.AcceptMicroseconds, phases.FirstAnswerMicroseconds));
    }

    [Fact]
    public async Task An_id_is_escaped()
    {
        string? seen = null;
        using RawHttpServer server = new(head =>
        {
            seen = head.Split("\r\n")[0];
            return RawHttpServer.Answer("""{"id":"a b/c","route":"/","communicationMode":"pipe","executable":"","state":"cold"}""");
        });
        using AdminClient admin = new(server.Url, Generous);

        await admin.StopAsync("a b/c", Token);

        Assert.Equal("POST /lambdas/a%20b%2Fc/stop HTTP/1.1", seen);
    }

    [Fact]
    public async Task The_token_goes_with_every_request()
    {
        string? seen = null;
        using RawHttpServer server = new(head =>
        {
            seen = head;
            return RawHttpServer.Answer("""{"id":"a","route":"/","communicationMode":"pipe","executable":"","state":"cold"}""");
        });
        using AdminClient admin = new(server.Url, Generous);

        await admin.StopAsync("a", Token);

        Assert.Contains($"\r\nAuthorization: Bearer {AdminToken.Value}\r\n", seen, StringComparison.Ordinal);
    }

    [Fact]
    public void The_token_is_that_of_the_environment_or_a_new_one()
    {
        Assert.Equal("given-by-somebody", AdminToken.From("given-by-somebody"));
        Assert.All([null, ""], nothing => Assert.Equal(32, AdminToken.From(nothing).Length));
        Assert.NotEqual(AdminToken.From(null), AdminToken.From(null));
    }

    [Fact]
    public async Task A_proxy_that_is_started_wants_the_token_and_gets_it()
    {
        using TempFolder folder = new();
        string manifest = new ManifestBuilder(folder).Add("a", "pipe", "echo").Write();
        await using ProxyUnderTest proxy = await ProxyUnderTest.StartAsync(new(Artifacts.Executable("LocalLambdas", "local_lambdas"), manifest, IsForeign: false), Token);
        using AdminClient admin = new(proxy.AdminUrl!, Generous);
        using HttpClient stranger = new(new SocketsHttpHandler { UseProxy = false });

        Assert.Equal("a", Assert.Single((await admin.ListAsync(Token)).Lambdas).Id);
        using HttpResponseMessage refused = await stranger.GetAsync(new Uri(proxy.AdminUrl!, "lambdas"), Token);
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
    }

    [Theory]
    [InlineData(404, "no such lambda", "404: no such lambda")]
    [InlineData(200, "not json", "invalid")]
    [InlineData(200, "{}", "the answer lacks")]
    public async Task What_is_wrong_is_said_with_the_request(int status, string body, string part)
    {
        using RawHttpServer server = new(_ => RawHttpServer.Answer(body, status, "Content-Type: application/json\r\n"));
        using AdminClient admin = new(server.Url, Generous);

        AdminException exception = await Assert.ThrowsAsync<AdminException>(() => admin.GetAsync("a", Token));

        Assert.StartsWith($"GET {server.Url}lambdas/a: ", exception.Message, StringComparison.Ordinal);
        Assert.Contains(part, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_that_does_not_come_is_an_error()
    {
        using RawHttpServer server = new(_ => Array.Empty<byte[]>());
        using AdminClient admin = new(server.Url, TimeSpan.FromMilliseconds(100));

        Assert.Contains("no answer", (await Assert.ThrowsAsync<AdminException>(() => admin.ListAsync(Token))).Message, StringComparison.Ordinal);
    }
}
