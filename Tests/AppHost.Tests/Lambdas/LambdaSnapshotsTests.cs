using System.Globalization;
using AppHost.Lambdas;
using LocalLambdas.Admin;

namespace AppHost.Tests.Lambdas;

public class LambdaSnapshotsTests
{
    private static readonly DateTimeOffset StartedAt = DateTimeOffset.Parse("2026-11-23T10:00:00+01:00", CultureInfo.InvariantCulture);
    private static readonly UrlSnapshot Url = new(null, "http://127.0.0.1:3000/one/hello", IsInternal: false);
    private static readonly LambdaStatus Cold = new("one", "/one/*", "pipe", "/bin/one", "cold", null, 0, 0, null, null, 0, 0);
    private static readonly LambdaStatus Running = Cold with { State = "running", Pid = 7, Starts = 2, InFlight = 3, LastStart = new(StartedAt, 7, new(1500, 20_000, null)) };

    [Theory]
    [InlineData("cold", "Cold", "info")]
    [InlineData("starting", "Starting", null)]
    [InlineData("running", "Running", "success")]
    [InlineData("stopping", "Stopping", "warning")]
    [InlineData("failed", "Failed", "error")]
    [InlineData("frozen", "frozen", "warning")]
    public void State_is_the_one_that_the_proxy_tells(string state, string text, string? style) =>
        Assert.Equal(new(text, style), Initial().With(Cold with { State = state }, Url).State);

    [Fact]
    public void Running_lambda_shows_its_process()
    {
        var snapshot = Initial().With(Running, Url);

        Assert.Equal(StartedAt.UtcDateTime, snapshot.StartTimeStamp);
        Assert.Equal(DateTimeKind.Utc, snapshot.StartTimeStamp!.Value.Kind);
        Assert.Equal(7, Value(snapshot, "executable.pid"));
        Assert.Equal(2, Value(snapshot, "lambda.starts"));
        Assert.Equal(3, Value(snapshot, "lambda.inFlight"));
        Assert.Equal("1.5 ms", Value(snapshot, "lambda.spawn"));
        Assert.Equal("20.0 ms", Value(snapshot, "lambda.accept"));
        Assert.DoesNotContain(snapshot.Properties, property => property.Name is "lambda.firstAnswer" or "lambda.lastError" or "lambda.failures");
        Assert.Equal([Url], snapshot.Urls);
    }

    [Fact]
    public void Lambda_that_becomes_cold_loses_its_pid()
    {
        var snapshot = Initial().With(Running, Url).With(Cold with { Starts = 2, LastError = "exit code 3", Failures = 4 }, Url);

        Assert.DoesNotContain(snapshot.Properties, property => property.Name == "executable.pid");
        Assert.Equal("exit code 3", Value(snapshot, "lambda.lastError"));
        Assert.Equal(4, Value(snapshot, "lambda.failures"));
    }

    [Fact]
    public void Lambda_that_the_manifest_defines_anew_shows_that()
    {
        var snapshot = Initial().With(Cold with { Executable = "/bin/two", Route = "/two/*" }, Url);

        Assert.Equal("/bin/two", Value(snapshot, CustomResourceKnownProperties.Source));
        Assert.Equal("/bin/two", Value(snapshot, "executable.path"));
        Assert.Equal("/two/*", Value(snapshot, "lambda.route"));
    }

    [Fact]
    public void Properties_of_others_stay_and_none_appears_twice()
    {
        var initial = Initial();
        var snapshot = (initial with { Properties = initial.Properties.Add(new("resource.parentName", "local-lambdas")) }).With(Cold, Url).With(Running, Url);

        Assert.Equal("local-lambdas", Value(snapshot, "resource.parentName"));
        Assert.Equal("/bin/one", Value(snapshot, CustomResourceKnownProperties.Source));
        Assert.Distinct(snapshot.Properties.Select(property => property.Name));
    }

    [Fact]
    public void Lambda_of_a_proxy_that_has_ended_has_ended()
    {
        var now = StartedAt.UtcDateTime.AddMinutes(1);
        var snapshot = Initial().With(Running, Url).Gone(now);

        Assert.Equal(KnownResourceStates.Exited, snapshot.State?.Text);
        Assert.Equal(now, snapshot.StopTimeStamp);
        Assert.DoesNotContain(snapshot.Properties, property => property.Name == "executable.pid");
        Assert.All(snapshot.Urls, url => Assert.True(url.IsInactive));
    }

    [Theory]
    [InlineData("Cold", true, false)]
    [InlineData("Failed", true, false)]
    [InlineData("Starting", false, true)]
    [InlineData("Running", false, true)]
    [InlineData("Stopping", false, false)]
    [InlineData("NotStarted", false, false)]
    [InlineData("Exited", false, false)]
    [InlineData(null, false, false)]
    public void Commands_are_those_that_the_state_allows(string? state, bool canStart, bool canStop)
    {
        Assert.Equal(canStart, LambdaStates.CanStart(state));
        Assert.Equal(canStop, LambdaStates.CanStop(state));
    }

    private static object? Value(CustomResourceSnapshot snapshot, string name) => snapshot.Properties.Single(property => property.Name == name).Value;

    private static CustomResourceSnapshot Initial()
    {
        var proxy = new LocalLambdasResource("local-lambdas", "/bin/local_lambdas", new("/manifest.xml", []));
        return LambdaSnapshots.Initial(new("one", "one", "/one/*", "/bin/one", proxy));
    }
}
