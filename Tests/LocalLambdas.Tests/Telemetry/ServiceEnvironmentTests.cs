using LocalLambdas.Telemetry;

namespace LocalLambdas.Tests.Telemetry;

public class ServiceEnvironmentTests
{
    [Theory]
    [InlineData(null, "service.instance.id=a"), InlineData("", "service.instance.id=a")]
    [InlineData("service.instance.id=x,deployment.environment.name=dev,service.name=y", "deployment.environment.name=dev,service.instance.id=a")]
    public void A_lambda_does_not_speak_in_the_proxys_name(string? inherited, string attributes) =>
        Assert.Equal(attributes, ServiceEnvironment.AttributesOf("a", inherited));

    [Fact]
    public void Nothing_is_added_without_an_endpoint()
    {
        var environment = new Dictionary<string, string>();

        ServiceEnvironment.AddTo(environment, "a");

        Assert.Empty(environment);
    }
}
