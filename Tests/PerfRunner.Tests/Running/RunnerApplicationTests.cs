using System.Diagnostics;
using System.Text.Json;
using PerfRunner.Cli;
using PerfRunner.Export;
using PerfRunner.Planning;
using PerfRunner.Results;
using PerfRunner.Running;
using PerfRunner.Tests.Fakes;

namespace PerfRunner.Tests.Running;

public sealed class RunnerApplicationTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly StringWriter _output = new();
    private readonly StringWriter _error = new();

    [Fact]
    public async Task A_run_against_a_running_proxy_ends_in_a_report()
    {
        await using FakeProxy fake = new();

        RunnerExitCode exitCode = await RunAsync(Options(fake.Url) with { AdminUrl = fake.AdminUrl });

        Assert.Equal(RunnerExitCode.Success, exitCode);
        RunReport report = ReadReport();
        Assert.Equal("9.9", report.Environment.ProxyVersion);
        Assert.Equal([4, 5], report.Cases.Select(result => result.Id));
        Assert.Equal([4, 5], report.Settings.Cases);
        Assert.Equal(fake.Url, new Uri(report.Settings.Url));
        Assert.Equal("/pipe/hello", report.Settings.PipePath);
        Assert.True(File.Exists(Path.Combine(_directory.Path, MarkdownExporter.FileName)));
        Assert.Contains("[1/2] pipe-warm: 3 requests, 0 errors, p50 ", _output.ToString(), StringComparison.Ordinal);
        Assert.Contains("[2/2] pipe-cold: 2 requests, 0 errors, p50 ", _output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failed_request_fails_the_run_and_the_report_is_written()
    {
        await using FakeProxy fake = new() { StatusOfRequest = number => number == 3 ? 500 : 200 };

        Assert.Equal(RunnerExitCode.RequestFailed, await RunAsync(Options(fake.Url) with { AdminUrl = fake.AdminUrl }));
        Assert.Equal(1, ReadReport().Cases.Sum(result => result.Errors));
        Assert.Contains("1 errors (Status 1)", _output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_listening_is_said_and_nothing_exported()
    {
        Uri url;
        await using (FakeProxy fake = new())
        {
            url = fake.Url;
        }

        Assert.Equal(RunnerExitCode.Unavailable, await RunAsync(Options(url)));
        Assert.Contains(url.ToString(), _error.ToString(), StringComparison.Ordinal);
        Assert.False(File.Exists(ReportFile));
    }

    [Fact]
    public async Task A_proxy_that_ends_is_said_with_its_output()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "A shell script stands in for the proxy");
        string proxy = _directory.WriteScript("proxy", "echo cannot do it\nexit 9\n");
        string manifest = _directory.Write("manifest.xml", "<manifest/>");

        Assert.Equal(RunnerExitCode.Unavailable, await RunAsync(Options(null) with { Proxy = proxy, Manifest = manifest }));
        Assert.Contains("cannot do it", _error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_output_that_is_no_directory_is_found_before_anything_starts()
    {
        await using FakeProxy fake = new();

        Assert.Equal(RunnerExitCode.Usage, await RunAsync(Options(fake.Url) with { Output = _directory.Write("file", "") }));
        Assert.Empty(fake.RequestedPaths);
    }

    [Fact]
    public async Task An_output_that_cannot_be_written_is_found_before_anything_starts()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Linux has a folder in which not even root can create a file");
        await using FakeProxy fake = new();

        Assert.Equal(RunnerExitCode.Usage, await RunAsync(Options(fake.Url) with { Output = "/proc/self" }));
        Assert.Contains("--output", _error.ToString(), StringComparison.Ordinal);
        Assert.Empty(fake.RequestedPaths);
    }

    [Fact]
    public async Task The_report_is_all_that_is_written()
    {
        await using FakeProxy fake = new();

        await RunAsync(Options(fake.Url) with { AdminUrl = fake.AdminUrl });

        Assert.Equal(
            [MarkdownExporter.FileName, JsonExporter.FileName, JsonExporter.SchemaFileName],
            Directory.GetFileSystemEntries(_directory.Path).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_proxy_behind_a_script_is_stopped_too()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "A shell script stands before the proxy");
        await using FakeProxy fake = new();
        using Process behind = Process.Start("sleep", "600");
        string script = _directory.WriteScript("proxy", $"echo Listening on {fake.Url}\necho Admin on {fake.AdminUrl}\nwhile :; do sleep 0.05; done\n");
        fake.ProxyPid = behind.Id;

        await RunAsync(Options(null) with { Proxy = script, Manifest = _directory.Write("manifest.xml", "<manifest/>"), Cases = [CaseId.PipeWarm] });

        await behind.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task A_manifest_with_a_mistake_is_said_with_its_line_and_not_needed_for_paths_that_are_given()
    {
        await using FakeProxy fake = new();
        string manifest = _directory.Write("manifest.xml", "<manifest>\n<oops");
        RunnerOptions named = Options(fake.Url) with { Manifest = manifest, PipePath = "/pipe/x", HttpPath = "/http/x" };

        Assert.Equal(RunnerExitCode.Usage, await RunAsync(Options(fake.Url) with { Manifest = manifest }));
        Assert.StartsWith($"{manifest}(2)", _error.ToString(), StringComparison.Ordinal);
        Assert.Equal(RunnerExitCode.Success, await RunAsync(named));
    }

    [Fact]
    public async Task Cancelled_it_has_its_own_exit_code()
    {
        await using FakeProxy fake = new();

        Assert.Equal(RunnerExitCode.Cancelled, await RunAsync(Options(fake.Url), new CancellationToken(canceled: true)));
        Assert.False(File.Exists(ReportFile));
    }

    public void Dispose()
    {
        _directory.Dispose();
        _output.Dispose();
        _error.Dispose();
    }

    private string ReportFile => Path.Combine(_directory.Path, JsonExporter.FileName);

    private RunReport ReadReport() => JsonSerializer.Deserialize(File.ReadAllBytes(ReportFile), JsonContext.Default.RunReport)!;

    private RunnerOptions Options(Uri? url) => new()
    {
        Url = url,
        Requests = 3,
        Warmup = 0,
        ColdStarts = 2,
        Cases = [CaseId.PipeWarm, CaseId.PipeCold],
        Output = _directory.Path,
    };

    private Task<RunnerExitCode> RunAsync(RunnerOptions options, CancellationToken? cancellationToken = null) =>
        new RunnerApplication(_output, _error).RunAsync(options, cancellationToken ?? TestContext.Current.CancellationToken);
}
