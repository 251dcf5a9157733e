using LocalLambdas.Lambdas;

namespace LocalLambdas.Tests.Lambdas;

public sealed class LaunchPlacesTests
{
    [Fact]
    public void There_are_as_many_as_there_are()
    {
        var places = new LaunchPlaces(2);

        Assert.Equal((true, true, false, false), (places.TryTake(), places.TryTake(), places.TryTake(), places.TryTake()));
        places.GiveBack();
        Assert.Equal((true, false), (places.TryTake(), places.TryTake()));
    }

    [Fact]
    public void They_are_bounded_by_the_descriptors_of_the_process()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "On Windows nothing is prepared");
        var places = LaunchPlaces.OfThisProcess();
        var count = 0;
        while (places.TryTake()) count++;

        Assert.InRange(count, 1, 256);
    }
}
