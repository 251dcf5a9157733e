using System.Text.RegularExpressions;
using PerfRunner.Building;
using PerfRunner.Cli;
using PerfRunner.Dashboards;
using PerfRunner.Programs;
using PerfRunner.Running;
using PerfRunner.Tests.Fakes;
using Testing;
using Testing.Processes;

namespace PerfRunner.Tests.Dashboards;

/// <summary>Against shell scripts that write what the command line of Aspire would.</summary>
public sealed class AspireDashboardTests : IDisposable
{
    private const string Serve = "echo $$ > pid\nwhile :; do sleep 0.05; done\n";

    private readonly TemporaryDirectory _directory = new();
    private readonly RawHttpServer _frontend = new(_ => RawHttpServer.Answer("", 302, "Location: /login\r\n"));

    public AspireDashboardTests() => Assert.SkipWhen(OperatingSystem.IsWindows(), "Shell scripts stand in for the command line");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Login => $"printf '  Dashboard:  \\033]8;id=1;{_frontend.Url}login?t=0af9\\033\\\\\\\\{_frontend.Url}login?t=0af9\\033]8;;\\033\\\\\\\\  \\n'\n";

    private string PidFile => Path.Combine(_directory.Path, "pid");

    [Fact]
    public async Task Its_link_opens_it_and_it_gets_its_addresses()
    {
        await using AspireDashboard dashboard = await AspireDashboard.StartAsync(Script("echo \"$@\" > arguments\n" + Login + Serve), Token);

        Assert.Equal(new Uri(_frontend.Url, "login?t=0af9"), dashboard.Link);
        Assert.Equal(new Uri("http://127.0.0.1:4001"), dashboard.OtlpEndpoint);
        Assert.Equal(
            $"dashboard run --nologo --non-interactive --frontend-url {_frontend.Url.GetLeftPart(UriPartial.Authority)} "
                + "--otlp-grpc-url http://127.0.0.1:4001 --otlp-http-url http://127.0.0.1:4002",
            File.ReadAllText(Path.Combine(_directory.Path, "arguments")).Trim());
    }

    [Fact]
    public async Task One_that_anybody_may_open_has_no_token()
    {
        await using AspireDashboard dashboard = await AspireDashboard.StartAsync(Script($"echo '  Dashboard:  {_frontend.Url}  '\n" + Serve), Token);

        Assert.Equal(_frontend.Url, dashboard.Link);
    }

    [Fact]
    public async Task It_is_gone_when_closed()
    {
        AspireDashboard dashboard = await AspireDashboard.StartAsync(Script(Login + Serve), Token);
        await Eventually.True(() => File.Exists(PidFile) && File.ReadAllText(PidFile).EndsWith('\n'), "the script has begun");

        await dashboard.DisposeAsync();

        Assert.False(ProcessSignals.Exists(int.Parse(File.ReadAllText(PidFile), null)));
    }

    [Fact]
    public async Task One_that_ends_is_an_error_with_its_output()
    {
        RunnerException exception = await FailsAsync(Script("echo 'port in use' >&2\nexit 7\n"));

        Assert.Equal(RunnerExitCode.Unavailable, exception.ExitCode);
        Assert.Contains("exit code 7", exception.Message, StringComparison.Ordinal);
        Assert.Contains("port in use", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_that_does_not_say_how_to_open_it_is_an_error_and_gone()
    {
        RunnerException exception = await FailsAsync(Script(Serve) with { StartTimeout = TimeSpan.FromMilliseconds(500) });

        Assert.Contains("does not answer", exception.Message, StringComparison.Ordinal);

        // Also if it was ended before it could write its id.
        Assert.False(File.Exists(PidFile) && File.ReadAllText(PidFile) is { Length: > 0 } pid && ProcessSignals.Exists(int.Parse(pid, null)));
        if (OperatingSystem.IsLinux())
        {
            Assert.Empty(ProcessTable.WithArgument(Path.Combine(_directory.Path, "cli")));
        }
    }

    [Fact]
    public void Without_the_command_line_it_is_said_how_to_get_it()
    {
        RunnerException exception = Assert.Throws<RunnerException>(() => AspireCli.Find(_directory.Path));

        Assert.Equal(RunnerExitCode.Unavailable, exception.ExitCode);
        Assert.Contains("npm install --prefix FOLDER @microsoft/aspire-cli-", exception.Message, StringComparison.Ordinal);

        string command = _directory.WriteScript("aspire", "");
        Assert.Equal(command, AspireCli.Find(_directory.Path));
    }

    [Fact]
    public void Its_version_is_that_of_the_app_host()
    {
        string root = RepositoryRoot.Find()!;
        string version = Regex.Match(File.ReadAllText(Path.Combine(root, "global.json")), "\"Aspire.AppHost.Sdk\": \"([^\"]+)\"").Groups[1].Value;

        RunnerException exception = Assert.Throws<RunnerException>(() => AspireCli.Find(_directory.Path));

        Assert.Contains($"@{version}'", exception.Message, StringComparison.Ordinal);
        Assert.Contains($"aspire-cli-linux-x64@{version}\n", File.ReadAllText(Path.Combine(root, "README.md")).ReplaceLineEndings("\n"), StringComparison.Ordinal);
    }

    public void Dispose()
    {
        _frontend.Dispose();
        _directory.Dispose();
    }

    private static Task<RunnerException> FailsAsync(DashboardStart start) =>
        Assert.ThrowsAsync<RunnerException>(() => AspireDashboard.StartAsync(start, Token));

    private DashboardStart Script(string body) => new(_directory.WriteScript("cli", $"cd {_directory.Path}\n{body}"))
    {
        ChoosePorts = () => [_frontend.EndPoint.Port, 4001, 4002],
    };
}
