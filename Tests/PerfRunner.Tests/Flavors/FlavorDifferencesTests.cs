using LocalLambdas.Manifests;
using PerfRunner.Building;
using PerfRunner.Flavors;
using PerfRunner.Results;
using PerfRunner.Statistics;

namespace PerfRunner.Tests.Flavors;

public sealed class FlavorDifferencesTests
{
    [Fact]
    public void The_web_server_costs_what_http_takes_more_than_the_pipe_in_the_same_flavour()
    {
        FlavorDifference difference = FlavorDifferences.OfWebServer(
            [Result(CommunicationMode.Pipe, BuildFlavor.Jit, 10), Result(CommunicationMode.Http, BuildFlavor.Jit, 30), Result(CommunicationMode.Http, BuildFlavor.Aot, 15)]).Single();

        Assert.Equal(new FlavorDifference("jit", 20, 20, 20, 20), difference);
    }

    [Fact]
    public void The_runtime_costs_what_jit_takes_more_than_aot_in_the_same_service()
    {
        FlavorDifference difference = FlavorDifferences.OfRuntime(
            [Result(CommunicationMode.Pipe, BuildFlavor.Jit, 10), Result(CommunicationMode.Pipe, BuildFlavor.R2r, 5), Result(CommunicationMode.Pipe, BuildFlavor.Aot, 3),
                Result(CommunicationMode.Http, BuildFlavor.Jit, 30)]).Single();

        Assert.Equal(new FlavorDifference("pipe", 7, 7, 7, 7), difference);
    }

    [Fact]
    public void What_failed_says_nothing_of_its_times()
    {
        FlavorResult failed = Result(CommunicationMode.Pipe, BuildFlavor.Aot, 3) with { ColdErrors = 1 };
        FlavorResult jit = Result(CommunicationMode.Pipe, BuildFlavor.Jit, 10);

        Assert.Equal(new FlavorDifference("pipe", null, 7, 7, 7), FlavorDifferences.OfRuntime([jit, failed]).Single());

        failed = Result(CommunicationMode.Pipe, BuildFlavor.Aot, 3);
        failed = failed with { Warm = failed.Warm with { Errors = 1 } };

        Assert.Equal(new FlavorDifference("pipe", 7, null, 7, 7), FlavorDifferences.OfRuntime([jit, failed]).Single());
    }

    private static FlavorResult Result(CommunicationMode service, BuildFlavor flavor, int value) => new()
    {
        Service = service,
        Flavor = flavor,
        Executable = "x",
        SizeBytes = value,
        ColdErrors = 0,
        ColdStartMicroseconds = LatencySummary.From([value]),
        ResidentBytes = value,
        Warm = new WarmRoundsResult
        {
            Requests = 1,
            Errors = 0,
            ErrorsByKind = new Dictionary<RequestError, int>(),
            LatencyMicroseconds = LatencySummary.From([value]),
        },
    };
}
