using System.ComponentModel;
using System.Diagnostics;
using System.Text.RegularExpressions;
using PerfRunner.Cli;
using PerfRunner.Programs;
using PerfRunner.Running;

namespace PerfRunner.Dashboards;

/// <summary>The stand-alone Aspire dashboard, open for as long as this lives; it listens on this machine only.</summary>
internal sealed class AspireDashboard : IAsyncDisposable
{
    private static readonly TimeSpan AskInterval = TimeSpan.FromMilliseconds(50);

    private readonly StartedProgram _program;
    private readonly TaskCompletionSource<Uri> _link = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Uri _frontend;

    private AspireDashboard(DashboardStart start)
    {
        string[] urls = [.. start.ChoosePorts().Select(port => $"http://127.0.0.1:{port}")];
        _frontend = new Uri(urls[0]);
        OtlpEndpoint = new Uri(urls[1]);
        ProcessStartInfo info = new(start.Executable)
        {
            ArgumentList =
            {
                "dashboard", "run", "--nologo", "--non-interactive",
                "--frontend-url", urls[0], "--otlp-grpc-url", urls[1], "--otlp-http-url", urls[2],
            },
        };

        // The command frames the link with escape sequences for terminals, also where there is none; one that anybody may open has no token.
        Regex link = new($@"{Regex.Escape(urls[0])}(/login\?t=\w+)?");
        _program = StartedProgram.Start(info, start.StopTimeout, line =>
        {
            if (link.Match(line) is { Success: true } match)
            {
                _link.TrySetResult(new Uri(match.Value));
            }
        });
    }

    /// <summary>Where telemetry goes, over gRPC.</summary>
    public Uri OtlpEndpoint { get; }

    /// <summary>Its pages, with the token that opens them.</summary>
    public Uri Link => _link.Task.Result;

    /// <returns>When it answers.</returns>
    /// <exception cref="RunnerException">It did not come up.</exception>
    public static async Task<AspireDashboard> StartAsync(DashboardStart start, CancellationToken cancellationToken)
    {
        AspireDashboard dashboard;
        try
        {
            dashboard = new AspireDashboard(start);
        }
        catch (Win32Exception exception)
        {
            throw new RunnerException(RunnerExitCode.Unavailable, $"{start.Executable}: {exception.Message}", exception);
        }

        try
        {
            await dashboard.WaitAsync(start, cancellationToken);
            return dashboard;
        }
        catch
        {
            await dashboard.DisposeAsync();
            throw;
        }
    }

    public ValueTask DisposeAsync() => _program.DisposeAsync();

    private async Task WaitAsync(DashboardStart start, CancellationToken cancellationToken)
    {
        using HttpClient http = new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false });
        switch (await ReadinessWait.UntilAsync(
            async () => _link.Task.IsCompleted && await AnswersAsync(http, cancellationToken),
            _program.Exited,
            start.StartTimeout,
            AskInterval,
            cancellationToken))
        {
            case Readiness.Ended:
                throw await FailureAsync($"{start.Executable} ended before the dashboard answered");
            case Readiness.TimedOut:
                throw await FailureAsync($"{start.Executable}: the dashboard does not answer on {_frontend} after {start.StartTimeout.TotalSeconds} s");
        }
    }

    private async Task<bool> AnswersAsync(HttpClient http, CancellationToken cancellationToken)
    {
        try
        {
            using HttpResponseMessage answer = await http.GetAsync(_frontend, cancellationToken);
            return true;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private async Task<RunnerException> FailureAsync(string message) =>
        new(RunnerExitCode.Unavailable, await _program.DescribeAsync(message));
}
