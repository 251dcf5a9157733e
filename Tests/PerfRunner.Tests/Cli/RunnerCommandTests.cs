using PerfRunner.Building;
using PerfRunner.Cli;
using PerfRunner.Growth;
using PerfRunner.Peers;
using PerfRunner.Planning;

namespace PerfRunner.Tests.Cli;

public sealed class RunnerCommandTests : IDisposable
{
    private readonly StringWriter _output = new();
    private readonly StringWriter _error = new();
    private RunnerOptions? _options;
    private PeersOptions? _peers;
    private GrowthOptions? _growth;

    [Fact]
    public async Task Without_options_the_defaults_run()
    {
        Assert.Equal(0, await RunAsync());
        Assert.Equivalent(new RunnerOptions(), _options, strict: true);
    }

    [Fact]
    public async Task Every_option_arrives()
    {
        string file = typeof(RunnerCommandTests).Assembly.Location;

        await RunAsync(
            "--requests", "5", "--warmup", "0", "--cold-starts", "2", "--connections", "3", "--cases", "4, 1", "--manifest", file,
            "--url", "http://localhost:81", "--admin-url", "http://127.0.0.1:82", "--output", "here", "--http-path", "/h?x=%20",
            "--pipe-path", "/p", "--timeout", "0.5", "--no-build", "--dashboard");

        Assert.Equivalent(
            new RunnerOptions
            {
                Requests = 5,
                Warmup = 0,
                ColdStarts = 2,
                Connections = 3,
                Cases = [CaseId.PipeWarm, CaseId.Cached],
                Manifest = file,
                Url = new Uri("http://localhost:81"),
                AdminUrl = new Uri("http://127.0.0.1:82"),
                Output = "here",
                HttpPath = "/h?x=%20",
                PipePath = "/p",
                Timeout = TimeSpan.FromMilliseconds(500),
                NoBuild = true,
                Dashboard = true,
            },
            _options,
            strict: true);
        Assert.Equal([CaseId.PipeWarm, CaseId.Cached], _options!.Cases);
    }

    [Theory]
    [InlineData("--requests", "0")]
    [InlineData("--requests", "many")]
    [InlineData("--warmup", "-1")]
    [InlineData("--cold-starts", "0")]
    [InlineData("--connections", "0")]
    [InlineData("--connections", "5000")]
    [InlineData("--cases", "")]
    [InlineData("--cases", "0")]
    [InlineData("--cases", "1,7")]
    [InlineData("--cases", "2,2")]
    [InlineData("--cases", "one")]
    [InlineData("--manifest", "does-not-exist.xml")]
    [InlineData("--proxy", "does-not-exist")]
    [InlineData("--url", "localhost")]
    [InlineData("--url", "https://localhost")]
    [InlineData("--url", "http://localhost/path")]
    [InlineData("--admin-url", "http://192.0.2.1:1")]
    [InlineData("--http-path", "relative")]
    [InlineData("--pipe-path", "/with space")]
    [InlineData("--timeout", "0")]
    [InlineData("--timeout", "soon")]
    [InlineData("--flavors", "")]
    [InlineData("--flavors", "jit,jit")]
    [InlineData("--flavors", "0")]
    [InlineData("--flavors", "native")]
    public async Task A_bad_value_is_named_with_its_option_and_nothing_runs(string option, string value)
    {
        Assert.Equal(64, await RunAsync(option, value));
        Assert.Null(_options);
        Assert.Contains($"{option}: '{value}' is not ", _error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task All_errors_are_listed_at_once()
    {
        Assert.Equal(64, await RunAsync("--requests", "0", "--cases", "9", "--timeout", "x", "--unknown", "--admin-url", "http://127.0.0.1:1"));

        string errors = _error.ToString();
        Assert.All(
            ["--requests:", "--cases:", "--timeout:", "--unknown", "--admin-url belongs to --url"],
            part => Assert.Contains(part, errors, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_running_proxy_and_one_to_start_exclude_each_other()
    {
        Assert.Equal(64, await RunAsync("--url", "http://localhost:1", "--proxy", typeof(RunnerCommandTests).Assembly.Location));
        Assert.Contains("exclude each other", _error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Flavours_and_controls_arrive()
    {
        await RunAsync("--flavors", "aot, jit,r2r", "--controls");

        Assert.Equal([BuildFlavor.Aot, BuildFlavor.Jit, BuildFlavor.R2r], _options!.Flavors);
        Assert.True(_options.Controls);
    }

    [Theory]
    [InlineData("--flavors", "jit")]
    [InlineData("--controls", "true")]
    public async Task What_starts_proxies_of_its_own_needs_none_that_runs(string option, string value)
    {
        Assert.Equal(64, await RunAsync("--url", "http://localhost:1", option, value));
        Assert.Contains("leave out --url", _error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_second_line_of_the_help_tells_the_load_model()
    {
        Assert.Equal(0, await RunAsync("--help"));
        Assert.Null(_options);
        Assert.Contains("closed loop", _output.ToString().Split('\n')[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Peers_without_options_compares_everything()
    {
        Assert.Equal(0, await RunAsync("peers"));
        Assert.Equivalent(new PeersOptions(), _peers, strict: true);
        Assert.Null(_options);
    }

    [Fact]
    public async Task Every_option_of_peers_arrives()
    {
        await RunAsync(
            "peers", "--connections", "2, 8", "--rounds", "3", "--seconds", "0.5", "--cold-starts", "4", "--cases", "cold,cached",
            "--peers", "nginx", "--no-wrk", "--output", "here", "--no-build", "--no-aot", "--pipe-connections", "128",
            "--services", "r2r");

        Assert.Equivalent(
            new PeersOptions
            {
                Connections = [2, 8],
                PipeConnections = [128],
                Rounds = 3,
                Duration = TimeSpan.FromMilliseconds(500),
                ColdStarts = 4,
                Cases = [PeerCase.Cold, PeerCase.Cached],
                Peers = ["nginx"],
                Services = BuildFlavor.R2r,
                Observer = false,
                Output = "here",
                NoBuild = true,
                NoAot = true,
            },
            _peers,
            strict: true);
    }

    [Theory]
    [InlineData("--connections", "1,1")]
    [InlineData("--connections", "0")]
    [InlineData("--pipe-connections", "5000")]
    [InlineData("--rounds", "0")]
    [InlineData("--cases", "warm")]
    [InlineData("--peers", "nginx,apache")]
    [InlineData("--services", "native")]
    [InlineData("--services", "jit,aot")]
    public async Task A_wrong_value_of_peers_is_named(string option, string value)
    {
        Assert.Equal(64, await RunAsync("peers", option, value));
        Assert.Null(_peers);
        Assert.Contains($"{option}: '{value}' is not ", _error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Services_compiled_ahead_of_time_and_nothing_compiled_so_exclude_each_other()
    {
        Assert.Equal(64, await RunAsync("peers", "--services", "aot", "--no-aot"));
        Assert.Null(_peers);
        Assert.Contains("--services aot and --no-aot exclude each other", _error.ToString(), StringComparison.Ordinal);

        Assert.Equal(0, await RunAsync("peers", "--services", "jit", "--no-aot"));
    }

    [Fact]
    public async Task Options_of_growth_arrive()
    {
        Assert.Equal(0, await RunAsync("growth"));
        Assert.Equivalent(new GrowthOptions(), _growth, strict: true);

        await RunAsync("growth", "--parts", "idle,routes", "--rounds", "2", "--seconds", "0.1", "--output", "here", "--no-build", "--no-aot");

        Assert.Equivalent(
            new GrowthOptions
            {
                Parts = [GrowthPart.Idle, GrowthPart.Routes],
                Rounds = 2,
                Duration = TimeSpan.FromMilliseconds(100),
                Output = "here",
                NoBuild = true,
                NoAot = true,
            },
            _growth,
            strict: true);
        Assert.Equal(64, await RunAsync("growth", "--parts", "trees"));
    }

    [Fact]
    public async Task The_run_decides_the_exit_code()
    {
        RunnerCommand command = new(
            (_, _) => Task.FromResult(RunnerExitCode.Unavailable), (_, _) => Task.FromResult(RunnerExitCode.Success), (_, _) => Task.FromResult(RunnerExitCode.Success));

        Assert.Equal(69, await command.RunAsync([], _output, _error));
    }

    public void Dispose()
    {
        _output.Dispose();
        _error.Dispose();
    }

    private Task<int> RunAsync(params string[] arguments)
    {
        RunnerCommand command = new((options, _) =>
        {
            _options = options;
            return Task.FromResult(RunnerExitCode.Success);
        },
        (options, _) =>
        {
            _peers = options;
            return Task.FromResult(RunnerExitCode.Success);
        },
        (options, _) =>
        {
            _growth = options;
            return Task.FromResult(RunnerExitCode.Success);
        });
        return command.RunAsync(arguments, _output, _error);
    }
}
