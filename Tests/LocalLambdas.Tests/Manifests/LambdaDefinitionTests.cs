using LocalLambdas.Manifests;
using LocalLambdas.Tests.Lambdas;

namespace LocalLambdas.Tests.Manifests;

public class LambdaDefinitionTests
{
    public static TheoryData<string> Changes => ["executable", "arguments", "order", "directory", "mode", "concurrency", "queue", "spares", "timeout"];

    [Fact]
    public void Two_readings_of_the_same_text_are_the_same() => Assert.True(Definitions.Of("a", "1", "2").IsSameAs(Definitions.Of("a", "1", "2")));

    [Theory, MemberData(nameof(Changes))]
    public void Any_change_makes_another(string change)
    {
        var definition = Definitions.Of("a", "1", "2");
        var changed = change switch
        {
            "executable" => definition with { Executable = "/y" },
            "arguments" => definition with { Arguments = ["1"] },
            "order" => definition with { Arguments = ["2", "1"] },
            "directory" => definition with { WorkingDirectory = "/y" },
            "mode" => definition with { CommunicationMode = CommunicationMode.Http },
            "concurrency" => definition with { MaxConcurrency = 1 },
            "queue" => definition with { MaxQueue = 1 },
            "spares" => definition with { WarmSpares = 1 },
            _ => definition with { RequestTimeout = TimeSpan.FromSeconds(1) },
        };

        Assert.False(definition.IsSameAs(changed));
        Assert.False(changed.IsSameAs(definition));
    }

    [Fact]
    public void Another_route_makes_another() => Assert.False(Definitions.Of("a").IsSameAs(Definitions.Of("b") with { Id = "a", PipeName = "a" }));
}
