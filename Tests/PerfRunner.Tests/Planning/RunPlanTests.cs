using PerfRunner.Cli;
using PerfRunner.Planning;
using PerfRunner.Proxying;

namespace PerfRunner.Tests.Planning;

public sealed class RunPlanTests
{
    private static readonly LambdaRoute Http = new("web", "/web/*", LambdaCommunication.Http);
    private static readonly LambdaRoute Pipe = new("pipe", "/exact", LambdaCommunication.Pipe);

    [Fact]
    public void Paths_come_from_the_routes_of_the_first_lambdas()
    {
        RunPlan plan = RunPlan.Create(new RunnerOptions(), [Http, Pipe, Pipe with { Route = "/other" }], null);

        Assert.Equal("/web/hello", plan.HttpPath);
        Assert.Equal("/exact", plan.PipePath);
        Assert.Equal(["/exact", "/web/hello", "/web/hello", "/exact", "/exact"], plan.Cases.Select(planned => planned.PathAndQuery));
        Assert.Equal(["pipe", "web", "web", "pipe", "pipe"], plan.Cases.Select(planned => planned.LambdaId!));
        Assert.All(plan.Cases, planned => Assert.Null(planned.SkippedBecause));
    }

    [Fact]
    public void A_given_path_decides_which_lambda_is_stopped()
    {
        LambdaRoute mine = new("mine", "/mine/*", LambdaCommunication.Pipe);

        RunPlan plan = RunPlan.Create(new RunnerOptions { PipePath = "/mine/a?x=1" }, [Http, Pipe, mine], null);

        Assert.Equal("mine", plan.Cases[4].LambdaId);
        Assert.Equal("/mine/a?x=1", plan.Cases[4].PathAndQuery);
    }

    [Fact]
    public void Without_a_lambda_its_cases_are_skipped_with_a_remedy()
    {
        RunPlan plan = RunPlan.Create(new RunnerOptions(), [Http], null);

        Assert.Equal([false, true, true, false, false], plan.Cases.Select(planned => planned.SkippedBecause is null));
        Assert.Contains("--pipe-path", plan.Cases[0].SkippedBecause, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_an_admin_endpoint_cold_cases_are_skipped_with_the_reason()
    {
        RunPlan plan = RunPlan.Create(new RunnerOptions(), [Http, Pipe], "it has none");

        Assert.Equal([true, true, false, true, false], plan.Cases.Select(planned => planned.SkippedBecause is null));
        Assert.EndsWith("it has none", plan.Cases[2].SkippedBecause, StringComparison.Ordinal);
        Assert.All(plan.Cases, planned => Assert.Null(planned.LambdaId));
    }

    [Fact]
    public void A_path_that_no_lambda_serves_cannot_be_started_cold()
    {
        RunPlan plan = RunPlan.Create(new RunnerOptions { HttpPath = "/nowhere", Cases = [CaseId.HttpCold, CaseId.HttpWarm] }, [Http], null);

        Assert.Contains("/nowhere", plan.Cases[0].SkippedBecause, StringComparison.Ordinal);
        Assert.Null(plan.Cases[1].SkippedBecause);
    }

    [Theory]
    [InlineData("/a/b/c", "long")]
    [InlineData("/a/b", "exact")]
    [InlineData("/a/b?x", "exact")]
    [InlineData("/a/x", "short")]
    [InlineData("/a", "short")]
    [InlineData("/ab", null)]
    public void The_most_specific_route_serves(string path, string? expected)
    {
        LambdaRoute[] routes =
        [
            new("short", "/a/*", LambdaCommunication.Pipe),
            new("long", "/a/b/*", LambdaCommunication.Pipe),
            new("exact", "/a/b", LambdaCommunication.Pipe),
        ];

        Assert.Equal(expected, LambdaRoute.Serving(path, routes)?.Id);
    }
}
