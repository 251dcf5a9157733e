using LocalLambdas.Manifests;
using PerfRunner.Building;
using PerfRunner.Cli;
using PerfRunner.Flavors;
using PerfRunner.Results;
using PerfRunner.Running;
using PerfRunner.Tests.Fakes;
using PerfRunner.Tracing;
using PerfRunner.Variants;

namespace PerfRunner.Tests.Flavors;

public sealed class FlavorBenchmarkTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly FlavorLeftOut _leftOut = new(BuildFlavor.R2r, "no package");

    [Fact]
    public async Task Every_program_is_measured_cold_and_warm_and_the_differences_are_drawn()
    {
        await using FakeProxy fake = new() { More = ["pipe-jit", "http-jit", "pipe-aot", "http-aot"] };

        FlavorReport report = await RunAsync(_ => fake.MeasuredAsync());

        Assert.Null(report.BrokenOffBecause);
        Assert.Equal("/proxy", report.Proxy);
        Assert.Equal([_leftOut], report.LeftOut);
        Assert.Equal(
            [(CommunicationMode.Pipe, BuildFlavor.Jit), (CommunicationMode.Http, BuildFlavor.Jit), (CommunicationMode.Pipe, BuildFlavor.Aot), (CommunicationMode.Http, BuildFlavor.Aot)],
            report.Programs.Select(program => (program.Service, program.Flavor)));
        Assert.All(report.Programs, program => Assert.Equal(2, program.ColdStartMicroseconds!.Count));
        Assert.All(report.Programs, program => Assert.Equal(WarmRounds.Rounds * 3, program.Warm.LatencyMicroseconds!.Count));
        Assert.All(report.Programs, program => Assert.Equal(0, program.ColdErrors + program.Warm.Errors));
        Assert.Equal(["jit", "aot"], report.WebServer.Select(difference => difference.Of));
        Assert.Equal(["pipe", "http"], report.Runtime.Select(difference => difference.Of));
    }

    [Fact]
    public async Task The_proxy_gets_a_lambda_for_each_program()
    {
        await using FakeProxy fake = new() { More = ["pipe-jit", "http-jit", "pipe-aot", "http-aot"] };
        IReadOnlyList<LambdaDefinition> lambdas = [];

        await RunAsync(manifest =>
        {
            lambdas = ManifestReader.Read(manifest).Lambdas;
            return fake.MeasuredAsync();
        });

        Assert.Equal(["pipe-jit", "pipe-aot", "http-jit", "http-aot"], lambdas.Select(lambda => lambda.Id));
        Assert.Equal([LambdaProtocol.Json, LambdaProtocol.Json, LambdaProtocol.Http, LambdaProtocol.Http], lambdas.Select(lambda => lambda.Protocol));
        Assert.Equal(Path.Combine(_directory.Path, "aot", "PipeService"), lambdas[1].Executable);
    }

    [Fact]
    public async Task A_proxy_that_does_not_start_is_told_in_the_report()
    {
        FlavorReport report = await RunAsync(_ => throw new RunnerException(RunnerExitCode.Unavailable, "no proxy"));

        Assert.Equal("no proxy", report.BrokenOffBecause);
        Assert.Empty(report.Programs);
    }

    [Fact]
    public async Task Without_an_admin_endpoint_nothing_can_be_started_cold()
    {
        await using FakeProxy fake = new();

        FlavorReport report = await RunAsync(_ => fake.MeasuredAsync(withAdmin: false));

        Assert.Contains("a cold start cannot be forced", report.BrokenOffBecause, StringComparison.Ordinal);
    }

    public void Dispose() => _directory.Dispose();

    private Task<FlavorReport> RunAsync(Func<string, Task<MeasuredProxy>> start)
    {
        string manifest = _directory.Write(
            "manifest.xml",
            """
            <manifest>
              <process><id>p</id><executable>PipeService</executable><route>/p</route><pipe_name>p</pipe_name><protocol>json</protocol></process>
              <process><id>h</id><executable>HttpService</executable><route>/h</route><communication_mode>http</communication_mode><protocol>http</protocol></process>
            </manifest>
            """);
        FlavorBuilds builds = new(
            [Program(CommunicationMode.Pipe, BuildFlavor.Jit), Program(CommunicationMode.Http, BuildFlavor.Jit),
                Program(CommunicationMode.Pipe, BuildFlavor.Aot), Program(CommunicationMode.Http, BuildFlavor.Aot)],
            [_leftOut]);
        RunnerOptions options = new() { Requests = 3, Warmup = 0, ColdStarts = 2 };
        return new FlavorBenchmark(options, new RecordingReporter(), new RunTracing(isOn: false)) { MinWarmupTime = TimeSpan.Zero }
            .RunAsync(builds, manifest, (file, _) => start(file), "/proxy", TestContext.Current.CancellationToken);
    }

    private FlavorProgram Program(CommunicationMode service, BuildFlavor flavor) =>
        new(service, flavor, _directory.WriteScript($"{FlavorProgram.NameOf(flavor)}/{ServiceProject.Of(service)}", ""));
}
