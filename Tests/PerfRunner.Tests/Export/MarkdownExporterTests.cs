using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using PerfRunner.Export;
using PerfRunner.Results;
using PerfRunner.Tests.Fakes;

namespace PerfRunner.Tests.Export;

public sealed class MarkdownExporterTests
{
    private const string GoldenFile = "PERFORMANCE_RESULTS.golden.md";

    /// <summary>After an intended change run the tests once with UPDATE_GOLDEN=1, and read the difference.</summary>
    [Fact]
    public void The_report_is_the_golden_one()
    {
        var rendered = MarkdownExporter.Render(SampleReport.Mixed);
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1") File.WriteAllText(Golden(), rendered);
        Assert.Equal(File.ReadAllText(Golden()).ReplaceLineEndings("\n"), rendered);
    }

    [Fact]
    public void The_order_of_dictionaries_does_not_matter()
    {
        RunReport WithErrors(params RequestError[] kinds) => SampleReport.Of(SampleCases.AllErrors(2) with
        {
            ErrorsByKind = kinds.ToDictionary(kind => kind, _ => 1),
            StatusCodes = kinds.ToDictionary(kind => 500 + (int)kind, _ => 1),
        });

        Assert.Equal(
            MarkdownExporter.Render(WithErrors(RequestError.Connect, RequestError.Timeout)),
            MarkdownExporter.Render(WithErrors(RequestError.Timeout, RequestError.Connect)));
    }

    [Fact]
    public void A_case_without_values_shows_no_figures()
    {
        var text = MarkdownExporter.Render(SampleReport.Of(SampleCases.AllErrors(2), SampleCases.Skipped(3)));
        Assert.Equal(["2 http-warm", "3", "3", "–", "–", "–", "–", "–"], Cells(Line(text, "| 2")));
        Assert.Equal(["3 http-cold", "skipped", "–", "–", "–", "–", "–", "–"], Cells(Line(text, "| 3")));
        var lines = text.Split('\n');
        Assert.Contains("No request succeeded, so there is no latency to show.", lines);
        Assert.Contains(lines, line => line.StartsWith("Skipped: the proxy at --url", StringComparison.Ordinal));
        Assert.DoesNotContain("NaN", text, StringComparison.Ordinal);
        Assert.DoesNotContain("### ", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Figures_nobody_could_tell_are_marked()
    {
        var result = SampleCases.Measured(2, [1, 2]) with { RequestsPerSecond = null, Proxy = null };
        var text = MarkdownExporter.Render(SampleReport.Of(result));
        Assert.Equal(["memory of the proxy", "n/a"], Cells(Line(text, "| memory of the proxy")));
        Assert.Equal(["throughput", "n/a"], Cells(Line(text, "| throughput")));
    }

    [Fact]
    public void Every_setting_is_shown_with_its_value()
    {
        var text = MarkdownContext.Settings(SampleReport.Settings, JsonContext.Default.RunSettings).ToMarkdown();
        var settings = JsonNode.Parse(JsonExporter.Serialize(SampleReport.Mixed))!["settings"]!.AsObject();
        Assert.Equal(settings.Count, text.Count(character => character == '\n') - 2);
        Assert.Equal(["cold starts", "20"], Cells(Line(text, "| cold starts")));
        Assert.Equal(["cases", "1, 2, 3, 4, 5, 6"], Cells(Line(text, "| cases")));
        Assert.Equal(["proxy", "n/a"], Cells(Line(text, "| proxy")));
    }

    [Fact]
    public void Every_fact_of_the_environment_is_shown() => Assert.Equal(
        typeof(EnvironmentInfo).GetProperties().Length,
        MarkdownContext.Environment(SampleReport.Environment).Body.Count());

    [Theory]
    [InlineData(340, 340, "Every process started after its request was sent, and no two starts have the same process id.")]
    [InlineData(340, -1, "1 of 2 processes did not start after the request was sent: not cold.")]
    [InlineData(0, 340, "1 of 2 processes did not start after the request was sent: not cold.")]
    public void The_evidence_is_judged(int firstDelay, int secondDelay, string verdict)
    {
        var result = SampleCases.Cold(3, [60_000, 60_000]);
        int[] delays = [firstDelay, secondDelay];
        var starts = result.ColdStart!.Starts
            .Select((start, index) => start with { ProcessStartedAt = start.RequestSentAt.AddMicroseconds(delays[index]) });
        result = result with { ColdStart = result.ColdStart with { Starts = [.. starts] } };
        Assert.Contains($"\n{verdict}\n", MarkdownExporter.Render(SampleReport.Of(result)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a|b", @"a\|b")]
    [InlineData(@"C:\new\*", @"C:\\new\\\*")]
    [InlineData("<b>[x]`", @"\<b>\[x\]\`")]
    [InlineData("two\r\nlines", "two lines")]
    [InlineData("local_lambdas", "local_lambdas")]
    public void Text_from_outside_stays_text(string text, string escaped) => Assert.Equal(escaped, MarkdownText.Escape(text));

    [Fact]
    public void The_file_is_written()
    {
        using TemporaryDirectory directory = new();
        var file = MarkdownExporter.Write(SampleReport.Mixed, directory.Path);
        Assert.Equal(Path.Combine(directory.Path, "PERFORMANCE_RESULTS.md"), file);
        Assert.Equal(MarkdownExporter.Render(SampleReport.Mixed), File.ReadAllText(file));
    }

    private static string Line(string text, string start) =>
        Assert.Single(text.Split('\n'), line => line.StartsWith($"{start} ", StringComparison.Ordinal));

    private static string[] Cells(string line) => line.Trim('|').Split('|', StringSplitOptions.TrimEntries);

    private static string Golden([CallerFilePath] string thisFile = "") => Path.Combine(Path.GetDirectoryName(thisFile)!, GoldenFile);
}
