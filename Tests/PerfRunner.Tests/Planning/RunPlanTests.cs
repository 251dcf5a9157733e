using LocalLambdas.Admin;
using LocalLambdas.Manifests;
using LocalLambdas.Routing;
using PerfRunner.Cli;
using PerfRunner.Planning;

namespace PerfRunner.Tests.Planning;

public sealed class RunPlanTests
{
    private static readonly LambdaRoute Http = new("web", Route("/web/*"), CommunicationMode.Http);
    private static readonly LambdaRoute Pipe = new("pipe", Route("/exact"), CommunicationMode.Pipe);

    [Fact]
    public void Paths_come_from_the_routes_of_the_first_lambdas()
    {
        RunPlan plan = RunPlan.Create(new RunnerOptions(), [Http, Pipe, Pipe with { Route = Route("/other") }], null);

        Assert.Equal("/web/hello", plan.HttpPath);
        Assert.Equal("/exact", plan.PipePath);
        Assert.Equal(["/exact", "/web/hello", "/web/hello", "/exact", "/exact"], plan.Cases.Select(planned => planned.PathAndQuery));
        Assert.Equal(["pipe", "web", "web", "pipe", "pipe"], plan.Cases.Select(planned => planned.LambdaId!));
        Assert.All(plan.Cases, planned => Assert.Null(planned.SkippedBecause));
    }

    [Fact]
    public void A_given_path_decides_which_lambda_is_stopped()
    {
        LambdaRoute mine = new("mine", Route("/mine/*"), CommunicationMode.Pipe);

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

    [Fact]
    public void A_lambda_with_spares_cannot_be_started_cold_but_measured_with_its_spares()
    {
        RunPlan plan = RunPlan.Create(
            new RunnerOptions { Cases = [CaseId.PipeCold, CaseId.PipeSpare], Url = new Uri("http://127.0.0.1") }, [Http, Pipe with { Spares = 1 }], null);

        Assert.Contains("--cases 6", plan.Cases[0].SkippedBecause, StringComparison.Ordinal);
        Assert.Null(plan.Cases[1].SkippedBecause);
    }

    [Fact]
    public void A_proxy_that_runs_already_must_have_spares_and_one_that_is_started_gets_them()
    {
        RunnerOptions spare = new() { Cases = [CaseId.PipeSpare] };

        Assert.Contains(
            "<warm_spares>1</warm_spares>",
            RunPlan.Create(spare with { Url = new Uri("http://127.0.0.1") }, [Http, Pipe], null).Cases.Single().SkippedBecause,
            StringComparison.Ordinal);
        Assert.Null(RunPlan.Create(spare, [Http, Pipe], null).Cases.Single().SkippedBecause);
        Assert.EndsWith("it has none", RunPlan.Create(spare, [Http, Pipe], "it has none").Cases.Single().SkippedBecause, StringComparison.Ordinal);
    }

    [Fact]
    public void The_spare_case_is_measured_only_when_it_is_named() =>
        Assert.Equal([CaseId.Cached, CaseId.HttpWarm, CaseId.HttpCold, CaseId.PipeWarm, CaseId.PipeCold], new RunnerOptions().Cases);

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
            new("short", Route("/a/*"), CommunicationMode.Pipe),
            new("long", Route("/a/b/*"), CommunicationMode.Pipe),
            new("exact", Route("/a/b"), CommunicationMode.Pipe),
        ];

        Assert.Equal(expected, LambdaRoute.Serving(path, routes)?.Id);
    }

    [Fact]
    public void A_lambda_of_a_kind_that_is_not_known_is_left_out()
    {
        LambdaStatus known = new("a", "/a/*", "http", "", "cold", null, 0, 0, null, null);

        IReadOnlyList<LambdaRoute> routes = LambdaRoute.From(
            new LambdaList(new ProxyStatus(1, "", default), [known with { CommunicationMode = "pigeon" }, known with { Route = "~" }, known]));

        Assert.Equal(("a", "/a/*", CommunicationMode.Http), (routes.Single().Id, routes[0].Route.Text, routes[0].Communication));
    }

    private static RoutePattern Route(string text)
    {
        Assert.True(RoutePattern.TryParse(text, out RoutePattern? route, out _));
        return route!;
    }
}
