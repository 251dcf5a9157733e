using AppHost.Benchmarks;

namespace AppHost.Tests.Benchmarks;

public class BenchmarkResultsTests
{
    private const string Report = "# Performance results";

    [Fact]
    public void Success_opens_the_report()
    {
        var result = BenchmarkResults.From(End(0), Report);

        Assert.True(result.Success);
        Assert.Equal(Report, result.Data!.Value);
        Assert.Equal(CommandResultFormat.Markdown, result.Data.Format);
        Assert.True(result.Data.DisplayImmediately);
    }

    [Fact]
    public void Failure_names_the_exit_code_and_has_the_report_too()
    {
        var result = BenchmarkResults.From(End(1), Report);

        Assert.False(result.Success);
        Assert.Contains("exit code 1", result.Message, StringComparison.Ordinal);
        Assert.Equal(Report, result.Data!.Value);
    }

    [Theory]
    [InlineData(0, "without a report")]
    [InlineData(69, "exit code 69")]
    [InlineData(null, "FailedToStart")]
    public void Run_without_a_report_is_a_failure(int? code, string words)
    {
        var result = BenchmarkResults.From(End(code), null);

        Assert.False(result.Success);
        Assert.Contains(words, result.Message, StringComparison.Ordinal);
        Assert.Null(result.Data);
    }

    private static CustomResourceSnapshot End(int? code) => new()
    {
        ResourceType = "Project",
        Properties = [],
        State = code is null ? KnownResourceStates.FailedToStart : KnownResourceStates.Finished,
        ExitCode = code,
    };
}
