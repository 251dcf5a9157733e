using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using PerfRunner.Programs;
using PerfRunner.Proxying;
using PerfRunner.Tests.Fakes;
using Testing;
using Testing.Processes;

namespace PerfRunner.Tests.Proxying;

/// <summary>Against shell scripts that write what a proxy would.</summary>
public sealed class ProxyUnderTestTests : IDisposable
{
    private const string Announce = "echo 'Listening on http://127.0.0.1:1234'\necho 'Admin on http://127.0.0.1:1235'\n";

    private const string Trap = "trap 'echo stopped > stopped; exit 0' TERM\n";

    /// <summary>A shell looks at signals between commands.</summary>
    private const string Serve = "while :; do sleep 0.05; done\n";

    private readonly TemporaryDirectory _directory = new();

    public ProxyUnderTestTests() => Assert.SkipWhen(OperatingSystem.IsWindows(), "Shell scripts stand in for the proxy");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Its_lines_tell_where_it_listens()
    {
        await using ProxyUnderTest proxy = await ProxyUnderTest.StartAsync(Script("echo starting\n" + Announce + Serve), Token);

        Assert.Equal(new Uri("http://127.0.0.1:1234"), proxy.Url);
        Assert.Equal(new Uri("http://127.0.0.1:1235"), proxy.AdminUrl);
        Assert.True(ProcessSignals.Exists(proxy.ProcessId));
    }

    [Fact]
    public async Task It_gets_the_manifest_and_its_settings()
    {
        ProxyStart start = Script("echo \"$1 $BIND_ADDRESS $ADMIN_ADDRESS $ENABLE_CACHE\" > seen\n" + Announce + Serve);

        await (await ProxyUnderTest.StartAsync(start, Token)).DisposeAsync();

        // Also: it runs in the directory of the manifest.
        Assert.Equal($"{start.Manifest} 127.0.0.1:0 127.0.0.1:0 true", File.ReadAllText(Path.Combine(_directory.Path, "seen")).Trim());
    }

    [Fact]
    public async Task Telemetry_settings_are_passed_on_but_not_the_name()
    {
        Environment.SetEnvironmentVariable("OTEL_SERVICE_NAME", "perf-runner");
        Environment.SetEnvironmentVariable("OTEL_EXPORTER_OTLP_TIMEOUT", "4321");
        ProxyStart start = Script("echo \"$OTEL_EXPORTER_OTLP_TIMEOUT.$OTEL_SERVICE_NAME\" > seen\n" + Announce + Serve);

        await (await ProxyUnderTest.StartAsync(start, Token)).DisposeAsync();

        Assert.Equal("4321.", File.ReadAllText(Path.Combine(_directory.Path, "seen")).Trim());
    }

    [Fact]
    public void A_name_among_the_resource_attributes_is_not_passed_on_either()
    {
        Dictionary<string, string?> environment = new()
        {
            ["OTEL_RESOURCE_ATTRIBUTES"] = "service.name=perf-runner, service.instance.id=7,deployment.environment=test",
            ["OTEL_SERVICE_NAME"] = "perf-runner",
            ["PATH"] = "x",
        };

        InheritedTelemetry.RemoveIdentity(environment);

        Assert.Equal(
            new Dictionary<string, string?> { ["OTEL_RESOURCE_ATTRIBUTES"] = "deployment.environment=test", ["PATH"] = "x" }, environment);
    }

    [Fact]
    public async Task It_is_asked_to_stop_and_gone_then()
    {
        ProxyUnderTest proxy = await ProxyUnderTest.StartAsync(Script(Trap + Announce + Serve), Token);

        int pid = proxy.ProcessId;

        await proxy.DisposeAsync();

        Assert.False(ProcessSignals.Exists(pid));
        Assert.True(File.Exists(Path.Combine(_directory.Path, "stopped")));
    }

    [Fact]
    public async Task One_that_does_not_stop_when_asked_is_killed()
    {
        ProxyUnderTest proxy = await ProxyUnderTest.StartAsync(
            Script("trap '' TERM\n" + Announce + Serve) with { StopTimeout = TimeSpan.FromMilliseconds(300) }, Token);

        int pid = proxy.ProcessId;

        await proxy.DisposeAsync();

        Assert.False(ProcessSignals.Exists(pid));
    }

    [Fact]
    public async Task Something_it_leaves_running_does_not_hold_up_the_end()
    {
        ProxyUnderTest proxy = await ProxyUnderTest.StartAsync(Script("sleep 60 &\necho $! > left\n" + Announce + Serve), Token);

        await proxy.DisposeAsync();

        using Process left = Process.GetProcessById(int.Parse(File.ReadAllText(Path.Combine(_directory.Path, "left")), null));
        Assert.False(left.HasExited);
        left.Kill();
    }

    [Fact]
    public async Task Output_beyond_what_a_pipe_holds_does_not_block_it()
    {
        const string Megabyte = "head -c 1000000 /dev/zero | tr '\\0' 'x' | fold -w 100; echo\nhead -c 1000000 /dev/zero | tr '\\0' 'x' | fold -w 100 >&2\n";

        await using ProxyUnderTest proxy = await ProxyUnderTest.StartAsync(Script(Megabyte + Announce + Serve), Token);

        Assert.NotNull(proxy.AdminUrl);
    }

    [Fact]
    public async Task One_that_ends_at_once_is_an_error_with_its_output()
    {
        ProxyStartException exception = await FailsAsync(Script("echo 'manifest.xml(3): <route>: empty' >&2\nexit 65\n"));

        Assert.Equal(ProxyStartError.Ended, exception.Error);
        Assert.Contains("exit code 65", exception.Message, StringComparison.Ordinal);
        Assert.Contains("manifest.xml(3): <route>: empty", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_that_says_nothing_is_an_error_and_gone()
    {
        ProxyStartException exception = await FailsAsync(
            Script("echo $$ > pid\n" + Serve) with { StartTimeout = TimeSpan.FromMilliseconds(300) });

        Assert.Equal(ProxyStartError.NotListening, exception.Error);
        AssertGone();
    }

    [Fact]
    public async Task One_that_cannot_be_executed_is_an_error()
    {
        ProxyStart start = new(_directory.WriteScript("proxy", "", isExecutable: false), Manifest, IsForeign: false);

        Assert.Equal(ProxyStartError.NotStarted, (await FailsAsync(start)).Error);
    }

    [Fact]
    public async Task Cancelling_the_start_leaves_no_process()
    {
        using CancellationTokenSource cancel = CancellationTokenSource.CreateLinkedTokenSource(Token);
        Task<ProxyUnderTest> start = ProxyUnderTest.StartAsync(Script("echo $$ > pid\n" + Serve), cancel.Token);
        await Eventually.True(() => File.Exists(PidFile) && File.ReadAllText(PidFile).EndsWith('\n'), "the script has begun");

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => start);
        AssertGone();
    }

    [Fact]
    public async Task A_foreign_one_without_lines_is_started_again_on_a_port_chosen_here()
    {
        using Socket listener = Listener();
        string seen = Path.Combine(_directory.Path, "seen");
        ProxyStart start = Foreign("echo \"$BIND_ADDRESS\" >> seen\n" + Serve) with { ChoosePort = () => PortOf(listener) };

        await using ProxyUnderTest proxy = await ProxyUnderTest.StartAsync(start, Token);

        Assert.Equal(new Uri($"http://127.0.0.1:{PortOf(listener)}"), proxy.Url);
        Assert.Null(proxy.AdminUrl);
        await Eventually.True(
            () => File.Exists(seen) && File.ReadAllText(seen).Contains($"127.0.0.1:{PortOf(listener)}\n", StringComparison.Ordinal),
            "the script was told the port");
    }

    [Fact]
    public async Task A_foreign_one_that_echoes_port_0_is_started_again_too()
    {
        using Socket listener = Listener();
        ProxyStart start = Foreign("echo \"Listening on http://$BIND_ADDRESS\"\n" + Serve) with { ChoosePort = () => PortOf(listener) };

        await using ProxyUnderTest proxy = await ProxyUnderTest.StartAsync(start, Token);

        Assert.Equal(PortOf(listener), proxy.Url.Port);
    }

    [Fact]
    public async Task A_foreign_one_that_knows_port_0_but_no_admin_endpoint_is_used_as_it_is()
    {
        ProxyStart start = Foreign("echo 'Listening on http://127.0.0.1:1234'\n" + Serve) with { LineTimeout = TimeSpan.FromSeconds(5) };

        await using ProxyUnderTest proxy = await ProxyUnderTest.StartAsync(start, Token);

        Assert.Equal(1234, proxy.Url.Port);
        Assert.Null(proxy.AdminUrl);
    }

    [Fact]
    public async Task A_foreign_one_that_never_accepts_is_an_error()
    {
        using Socket reserved = Listener(listen: false);
        ProxyStart start = Foreign("echo $$ > pid\n" + Serve) with
        {
            ChoosePort = () => PortOf(reserved),
            StartTimeout = TimeSpan.FromMilliseconds(300),
        };

        Assert.Equal(ProxyStartError.NotListening, (await FailsAsync(start)).Error);
        AssertGone();
    }

    [Fact]
    public async Task A_foreign_one_that_ends_is_an_error_with_its_output()
    {
        using Socket reserved = Listener(listen: false);

        ProxyStartException exception = await FailsAsync(Foreign("echo no such option\nexit 3\n") with { ChoosePort = () => PortOf(reserved) });

        Assert.Equal(ProxyStartError.Ended, exception.Error);
        Assert.Contains("no such option", exception.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _directory.Dispose();

    private static Task<ProxyStartException> FailsAsync(ProxyStart start) =>
        Assert.ThrowsAsync<ProxyStartException>(() => ProxyUnderTest.StartAsync(start, Token));

    private static Socket Listener(bool listen = true)
    {
        Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        if (listen)
        {
            socket.Listen();
        }

        return socket;
    }

    private static int PortOf(Socket socket) => ((IPEndPoint)socket.LocalEndPoint!).Port;

    private string PidFile => Path.Combine(_directory.Path, "pid");

    // On a busy machine the script may be ended before it has written anything.
    private void AssertGone()
    {
        if (OperatingSystem.IsLinux())
        {
            Assert.Empty(ProcessTable.WithArgument(Path.Combine(_directory.Path, "proxy")));
        }
        else
        {
            Assert.False(ProcessSignals.Exists(int.Parse(File.ReadAllText(PidFile), null)));
        }
    }

    private string Manifest => Path.Combine(_directory.Path, "manifest.xml");

    private ProxyStart Script(string body) => new(_directory.WriteScript("proxy", body), Manifest, IsForeign: false);

    private ProxyStart Foreign(string body) => Script(body) with { IsForeign = true, LineTimeout = TimeSpan.FromMilliseconds(300) };
}
