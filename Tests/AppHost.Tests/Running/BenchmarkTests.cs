using System.Net;
using System.Text.Json;

namespace AppHost.Tests.Running;

[Collection(RunningAppDefinition.Name)]
public class BenchmarkTests(RunningApp running)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void Runner_measures_the_five_cases_and_ends_with_code_0()
    {
        Assert.Equal(KnownResourceStates.Finished, running.FirstRun.End.State?.Text);
        Assert.Equal(0, running.FirstRun.End.ExitCode);
        Assert.Equal([(1, 0L), (2, 0L), (3, 0L), (4, 0L), (5, 0L)], CasesAndErrors(running.FirstRun.Json));
    }

    [Fact]
    public async Task Command_runs_one_case_and_opens_its_report()
    {
        var result = await running.CommandAsync("perf-runner", "run-case-4");

        Assert.True(result.Success, result.Message);
        Assert.Equal(CommandResultFormat.Markdown, result.Data!.Format);
        Assert.True(result.Data.DisplayImmediately);
        Assert.StartsWith("# Performance results", result.Data.Value, StringComparison.Ordinal);
        Assert.Equal([(4, 0L)], CasesAndErrors(await File.ReadAllBytesAsync(running.Json, Token)));
    }

    [Fact]
    public async Task Link_leads_to_the_report()
    {
        var snapshot = await running.WaitForAsync("perf-runner", snapshot => snapshot.Urls.Any(url => url.DisplayProperties.DisplayName == "Report"));
        var link = snapshot.Urls.Single(url => url.DisplayProperties.DisplayName == "Report");
        Assert.False(link.IsInactive);

        using var client = new HttpClient();
        using var report = await client.GetAsync(new Uri(link.Url), Token).WaitAsync(RunningApp.Limit, Token);
        Assert.Equal(HttpStatusCode.OK, report.StatusCode);
        Assert.StartsWith("# Performance results", await report.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
        using var other = await client.GetAsync(new Uri(new Uri(link.Url), "/other.md"), Token).WaitAsync(RunningApp.Limit, Token);
        Assert.Equal(HttpStatusCode.NotFound, other.StatusCode);
    }

    private static IEnumerable<(int Id, long Errors)> CasesAndErrors(byte[] report)
    {
        using var json = JsonDocument.Parse(report);
        return [.. json.RootElement.GetProperty("cases").EnumerateArray()
            .Select(one => (one.GetProperty("id").GetInt32(), one.GetProperty("errors").GetInt64()))];
    }
}
