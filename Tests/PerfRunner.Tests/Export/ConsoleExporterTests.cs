using PerfRunner.Export;
using PerfRunner.Results;

namespace PerfRunner.Tests.Export;

public sealed class ConsoleExporterTests
{
    [Fact]
    public void Without_a_terminal_lines_are_plain_and_whole()
    {
        var path = "/" + new string('d', 200) + "/performance_results.json";
        var lines = Written(SampleReport.Mixed, [path], isTerminal: false).Split('\n');

        Assert.DoesNotContain(lines, line => line.Contains('\e', StringComparison.Ordinal));
        Assert.Contains($"  {path}", lines);
        Assert.Equal(
            [
                "case          requests  errors       p50       p95       p99      mean   req/s",
                "1 cached           100       0   99.6 µs  117.6 µs  119.2 µs   99.8 µs  10,020",
            ],
            lines.Take(2));
    }

    [Fact]
    public void The_columns_fit_a_narrow_screen() => Assert.All(
        Written(SampleReport.Mixed, [], isTerminal: false).Split('\n').TakeWhile(line => line.Length > 0),
        line => Assert.InRange(line.Length, 1, 80));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Comparisons_warnings_skipped_cases_and_files_are_listed(bool isTerminal)
    {
        var text = Written(SampleReport.Mixed, ["results/performance_results.json"], isTerminal);
        Assert.Contains("  HTTP warm takes 4.77 × the time of a cached answer at the median.\n", text, StringComparison.Ordinal);
        Assert.Contains("  Run, debugBuild: Not a Release build: HttpService.dll.", text, StringComparison.Ordinal);
        Assert.Contains("  Case 2, outliers: 1 of 101 values are outliers", text, StringComparison.Ordinal);
        Assert.Contains("  5 pipe-cold: the proxy at --url", text, StringComparison.Ordinal);
        Assert.Contains("  results/performance_results.json\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Hops_stand_side_by_side_and_missing_ones_say_why()
    {
        var lines = Written(SampleReport.Mixed, [], isTerminal: false).Split('\n');
        Assert.Contains("  hop              http-warm  http-cold  pipe-spare", lines);
        Assert.Contains("  client to proxy    55.9 µs   6,380 µs     84.8 µs", lines);
        Assert.Contains("  unattributed      -14.0 µs  -1,595 µs    -21.2 µs", lines);
        Assert.Contains("  end to end        542.5 µs    67.2 ms    890.0 µs", lines);
        Assert.Contains("  1 cached: the proxy does not say", lines);
    }

    [Theory]
    [InlineData(true, "  2 http-warm: traced requests take 1.05 × the time of untraced ones at the median (500.0 µs / 475.0 µs).\n")]
    [InlineData(false, "  Tracing was off (OTEL_EXPORTER_OTLP_ENDPOINT is not set), so there is nothing to compare.\n")]
    public void The_cost_of_tracing_is_told_or_why_it_is_not(bool tracing, string line)
    {
        var report = tracing
            ? SampleReport.Mixed
            : SampleReport.Of(SampleCases.Measured(2, [5])) with { Settings = SampleReport.Settings with { Tracing = false } };
        Assert.Contains(line, Written(report, [], isTerminal: false), StringComparison.Ordinal);
    }

    [Fact]
    public void Flavours_and_controls_are_told_in_tables_and_in_words()
    {
        var lines = Written(SampleReport.Mixed, [], isTerminal: false).Split('\n');
        Assert.Contains("  program   starts  requests  errors  cold p50  cold p95  warm p50  warm p95", lines);
        Assert.Contains("  pipe aot       5         5       0  4,000 µs  6,000 µs  100.0 µs  150.0 µs", lines);
        Assert.Contains("  r2r is left out: a package of the SDK cannot be restored", lines);
        Assert.Contains("  jit  100.0 ms   40.0 µs  30.0 MiB  2.33 MiB", lines);
        Assert.Contains("  The transport, for HTTP, http-tcp to http-unix: 15.0 µs less at the median (0.90 ×).", lines);
        Assert.Contains("Controls, connections: 16:", lines);
        Assert.Contains("  frames-tcp is left out: manifest.xml(12): <transport> is unknown here", lines);
    }

    [Fact]
    public void Flavours_and_controls_that_were_broken_off_say_why()
    {
        var text = Written(
            SampleReport.Of() with
            {
                Flavors = SampleVariants.Flavors with { Programs = [], WebServer = [], Runtime = [], BrokenOffBecause = "no proxy" },
                Controls = SampleVariants.Controls with { Loads = [], BrokenOffBecause = "no space" },
            },
            [],
            isTerminal: false);
        Assert.Contains("  Broken off: no proxy\n", text, StringComparison.Ordinal);
        Assert.Contains("  Broken off: no space\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Empty_sections_are_left_out()
    {
        var text = Written(SampleReport.Of() with { Warnings = [] }, [], isTerminal: false);
        Assert.Equal(["case  requests  errors  p50  p95  p99  mean  req/s", "", "Cost of tracing:"], text.Split('\n').Take(3));
        Assert.Equal(4, text.Count(character => character == '\n'));
    }

    [Fact]
    public void On_a_terminal_the_table_has_a_frame_and_text_from_outside_is_no_markup()
    {
        var report = SampleReport.Of(SampleCases.Measured(1, [5]) with { Name = "[red]" });
        var text = Written(report, [], isTerminal: true);
        Assert.Contains("╭", text, StringComparison.Ordinal);
        Assert.Contains("1 [red]", text, StringComparison.Ordinal);
    }

    private static string Written(RunReport report, IReadOnlyList<string> files, bool isTerminal)
    {
        using StringWriter output = new() { NewLine = "\n" };
        ConsoleExporter.Write(report, files, output, isTerminal);
        return output.ToString();
    }
}
