using AppHost.Benchmarks;
using Microsoft.Extensions.Configuration;

namespace AppHost.Tests.Benchmarks;

public class BenchmarkSettingsTests
{
    [Fact]
    public void Nothing_is_passed_on_unless_configured()
    {
        var settings = From();

        Assert.Empty(settings.Arguments(null));
        Assert.Equal("results", settings.Output);
    }

    [Fact]
    public void Configuration_becomes_options_of_the_runner()
    {
        var settings = From(("Requests", "5"), ("Warmup", "0"), ("ColdStarts", "2"), ("Connections", "3"), ("Output", "elsewhere"), ("Cases", "1,4"));

        Assert.Equal(["--requests", "5", "--warmup", "0", "--cold-starts", "2", "--connections", "3", "--cases", "1,4"], settings.Arguments(null));
        Assert.Equal("elsewhere", settings.Output);
    }

    [Fact]
    public void Cases_of_a_command_come_before_those_of_the_configuration() =>
        Assert.Equal(["--cases", "5"], From(("Cases", "1,4")).Arguments("5"));

    private static BenchmarkSettings From(params (string Key, string Value)[] values) => BenchmarkSettings.From(
        new ConfigurationBuilder()
            .AddInMemoryCollection(values.Select(value => KeyValuePair.Create($"PerfRunner:{value.Key}", (string?)value.Value)))
            .Build(),
        "results");
}
