using PerfRunner.Peers.Export;
using PerfRunner.Peers.Results;

namespace PerfRunner.Tests.Peers.Export;

public sealed class PeersExporterTests
{
    private static readonly PeersReport Report = SamplePeersReport.Of(
        new LeftOut("haproxy", "haproxy is not installed: apt-get install haproxy"), new LeftOut("wrk", "wrk is not installed"));

    private static string Screen => Written(Report);

    private static string Page => PeersMarkdown.Render(Report);

    [Fact]
    public void What_was_left_out_is_told_with_the_reason()
    {
        Assert.Contains("- haproxy: haproxy is not installed: apt-get install haproxy\n- wrk: wrk is not installed\n", Page, StringComparison.Ordinal);
        Assert.Contains("haproxy: haproxy is not installed: apt-get install haproxy", Screen, StringComparison.Ordinal);
        Assert.DoesNotContain("Left out", PeersMarkdown.Render(SamplePeersReport.Of()), StringComparison.Ordinal);
        Assert.DoesNotContain("Left out", Written(SamplePeersReport.Of()), StringComparison.Ordinal);
    }

    [Fact]
    public void A_ratio_is_told_with_its_lowest_and_highest_round()
    {
        Assert.Contains("nginx-tcp 7,692 130.0 µs 130.0 µs 20.0 µs 0 1.30 1.10 to 1.50 1.30 7,692 130.0 µs 0", Lines(Screen));
        Assert.Contains("| nginx-tcp | 7,692 | 130.0 µs | 130.0 µs | 20.0 µs | 0 | 1.30 | 1.10 to 1.50 | 1.30 | 7,692 | 130.0 µs | 0 |", Lines(Page));
    }

    [Fact]
    public void A_way_with_errors_shows_their_kinds_and_has_no_ratio()
    {
        Assert.Contains("| yarp | 6,667 | 150.0 µs | 150.0 µs | – | 3 (status 3) | – | – | – | 6,667 | 150.0 µs | 3 |", Lines(Page));
        Assert.Contains("local-lambdas-pipe-aot PipeService aot 2 2 (notCold 2) – – – – –", Lines(Screen));
    }

    [Fact]
    public void Each_target_has_its_verdict()
    {
        Assert.Contains("| local-lambdas-http, 16 connections: rate to nginx-tcp | ≥ 1.20 | 1.30 | 1.10 to 1.50 | reached, not in every round |", Lines(Page));
        Assert.Contains("| local-lambdas-http, 16 connections: rate to yarp | ≥ 1.00 | – | – | not measured |", Lines(Page));
        Assert.Contains("| local-lambdas-pipe-jit: p50 to the same service started directly | ≤ 1.10 | 1.05 | – | reached |", Lines(Page));
        Assert.Contains("| local-lambdas-pipe-aot: p50 | ≤ 4,000 µs | – | – | not measured |", Lines(Page));
        Assert.Contains("| PipeService, AOT: resident after load | ≤ 5.72 MiB | 6.68 MiB | – | missed |", Lines(Page));
        Assert.Contains("local_lambdas, AOT: resident after load ≤ 19.1 MiB 18.1 MiB – reached", Lines(Screen));
    }

    [Fact]
    public void What_stands_beside_the_floor_is_told_without_a_verdict()
    {
        Assert.Contains("| local-lambdas-http, 16 connections: rate to c-pass-through | 0.80 | 0.50 to 1.00 |", Lines(Page));
        Assert.Contains("nginx-tcp, 16 connections: rate to c-pass-through 0.62 0.45 to 0.67", Lines(Screen));
        Assert.DoesNotContain("passes bytes on", PeersMarkdown.Render(Report with { Comparisons = [] }), StringComparison.Ordinal);
        Assert.DoesNotContain("passes bytes on", Written(Report with { Comparisons = [] }), StringComparison.Ordinal);
    }

    [Fact]
    public void The_phases_of_starts_are_told_where_they_are_known()
    {
        Assert.Contains("| local-lambdas-pipe-jit | PipeService | jit | 1,000 µs | 20.0 ms | 8,000 µs | 2,000 µs | 5,000 µs |", Lines(Page));
        Assert.Contains("local-lambdas-pipe-jit PipeService jit 1,000 µs 20.0 ms 8,000 µs 2,000 µs 5,000 µs", Lines(Screen));
        Assert.Equal(2, Lines(Page).Count(line => line.StartsWith("| local-lambdas-pipe-jit | PipeService", StringComparison.Ordinal)));
        Assert.Single(Lines(Page), line => line.StartsWith("| direct-pipe-jit | PipeService", StringComparison.Ordinal));
    }

    [Fact]
    public void The_memory_of_a_program_is_told_after_load_and_idle()
    {
        Assert.Contains("| program | version | set up as | resident, after load | resident, idle |", Lines(Page));
        Assert.Contains("| local_lambdas | published with Native AOT | cache on | 18.1 MiB | 16.2 MiB |", Lines(Page));
        Assert.Contains("| direct | none | no proxy | – | – |", Lines(Page));
    }

    [Fact]
    public void How_the_services_are_built_is_told() => Assert.Contains("| services | aot |", Lines(Page));

    [Fact]
    public void A_case_that_was_not_compared_has_no_section()
    {
        string page = PeersMarkdown.Render(Report with { Cold = [], Services = [] });

        Assert.DoesNotContain("## Cold start", page, StringComparison.Ordinal);
        Assert.DoesNotContain("## Memory of the services", page, StringComparison.Ordinal);
        Assert.Contains("## Cold start", Page, StringComparison.Ordinal);
        Assert.Contains("## Memory of the services", Page, StringComparison.Ordinal);
    }

    private static string Written(PeersReport report)
    {
        using StringWriter output = new();
        PeersConsole.Write(report, ["peers.md"], output);
        return output.ToString();
    }

    /// <summary>With single spaces: how wide a column is says nothing.</summary>
    private static IEnumerable<string> Lines(string text) =>
        text.Split('\n').Select(line => string.Join(' ', line.Split((char[])[' ', '\r'], StringSplitOptions.RemoveEmptyEntries)));
}
