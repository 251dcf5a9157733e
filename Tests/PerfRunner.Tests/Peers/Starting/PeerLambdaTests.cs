using PerfRunner.Building;
using PerfRunner.Peers;
using PerfRunner.Peers.Starting;

namespace PerfRunner.Tests.Peers.Starting;

public sealed class PeerLambdaTests
{
    private static readonly PeerService[] Services =
    [
        new(PeerService.Http, BuildFlavor.Jit, "http"), new(PeerService.Http, BuildFlavor.Aot, "http-aot"),
    ];

    [Theory]
    [InlineData(BuildFlavor.Jit, "http")]
    [InlineData(BuildFlavor.Aot, "http-aot")]
    internal void The_route_that_everybody_is_asked_for_is_that_of_the_build_that_is_measured_running(BuildFlavor warm, string file)
    {
        PeerLambda lambda = PeerLambda.Of(Services, warm, withCold: true).Single(lambda => lambda.Path == PeerSite.HttpPath);

        Assert.Equal((file, false), (lambda.Service.File, lambda.HasSpare));
    }

    [Fact]
    public void Without_cold_starts_nothing_else_is_there() =>
        Assert.Equal(BuildFlavor.Aot, PeerLambda.Of(Services, BuildFlavor.Aot, withCold: false).Single().Service.Flavor);

    [Fact]
    public void With_cold_starts_every_build_has_a_route_of_its_own_with_and_without_a_spare() =>
        Assert.Equal(4, PeerLambda.Of(Services, BuildFlavor.Aot, withCold: true).Select(lambda => lambda.Variant.Id).Distinct().Count());
}
