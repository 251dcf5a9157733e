using System.Net.Sockets;
using System.Text;
using LocalLambdas.Transports;
using Testing;

namespace LocalLambdas.Tests.Transports;

public sealed class ReadinessTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly string _path;
    private int _asked;

    public ReadinessTests() => _path = _folder.File("ready");

    [Fact]
    public async Task A_service_that_says_that_it_accepts_is_asked_at_once()
    {
        using var readiness = Patient();
        var waiting = readiness.UntilAsync(_ => Ask(true), TestContext.Current.CancellationToken);
        Say("STATUS=nearly");
        Assert.Equal(0, _asked);

        Say("STATUS=there\nREADY=1\n");

        await Eventually.Within(waiting);
        Assert.Equal(1, _asked);
        Assert.False(File.Exists(_path));
    }

    [Fact]
    public async Task One_that_says_it_too_early_is_asked_no_more_often_than_one_that_is_silent()
    {
        using var readiness = Patient();
        using var givenUp = new CancellationTokenSource();
        var waiting = readiness.UntilAsync(_ => Ask(false), givenUp.Token);
        Say("READY=1");
        Say("READY=1");
        await Eventually.True(() => _asked > 0, "it is asked");

        await givenUp.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Eventually.Within(waiting));
        Assert.Equal(1, _asked);
    }

    [Fact]
    public async Task One_that_cannot_say_it_is_asked_until_it_accepts()
    {
        using var readiness = new Readiness(null);
        var environment = new Dictionary<string, string>();
        readiness.AddTo(environment);

        await Eventually.Within(readiness.UntilAsync(_ => Ask(_asked is 2), TestContext.Current.CancellationToken));

        Assert.Equal(3, _asked);
        Assert.Empty(environment);
    }

    public void Dispose() => _folder.Dispose();

    // Whoever is patient hears it, or would be asked in an hour.
    private Readiness Patient()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no datagrams between its own sockets");
        var readiness = new Readiness(_path) { Shortest = TimeSpan.FromHours(1) };
        var environment = new Dictionary<string, string>();
        readiness.AddTo(environment);
        Assert.Equal(_path, environment["NOTIFY_SOCKET"]);
        return readiness;
    }

    private ValueTask<bool> Ask(bool accepts)
    {
        Interlocked.Increment(ref _asked);
        return ValueTask.FromResult(accepts);
    }

    private void Say(string datagram)
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        socket.SendTo(Encoding.ASCII.GetBytes(datagram), new UnixDomainSocketEndPoint(_path));
    }
}
