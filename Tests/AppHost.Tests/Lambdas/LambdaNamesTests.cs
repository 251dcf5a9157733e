using AppHost.Lambdas;

namespace AppHost.Tests.Lambdas;

public class LambdaNamesTests
{
    [Theory]
    [InlineData("pipe-service", "pipe-service")]
    [InlineData("a_b.c", "a-b-c")]
    [InlineData("-x--y-", "x-y")]
    [InlineData("7up", "lambda-7up")]
    public void Name_is_the_id_as_far_as_a_resource_may_have_it(string id, string name) => Assert.Equal([name], LambdaNames.Of([id]));

    [Fact]
    public void Names_differ_where_ids_do() => Assert.Equal(["a-b", "a-b-2", "A-B-3"], LambdaNames.Of(["a-b", "a.b", "A_B"]));

    [Fact]
    public void Name_of_any_valid_id_is_valid()
    {
        string[] ids = [new('x', 64), new string('x', 63) + "y", new('_', 64), "1" + new string('2', 63)];

        var builder = DistributedApplication.CreateBuilder();
        foreach (var name in LambdaNames.Of(ids))
            builder.AddParameter(name, "");

        Assert.Equal(ids.Length, builder.Resources.Count(resource => resource is ParameterResource));
    }
}
