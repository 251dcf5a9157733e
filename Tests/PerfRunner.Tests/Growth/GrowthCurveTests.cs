using System.Globalization;
using System.Xml.Linq;
using PerfRunner.Growth.Export;
using PerfRunner.Growth.Results;

namespace PerfRunner.Tests.Growth;

public sealed class GrowthCurveTests
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    [Fact]
    public void A_line_goes_through_the_rates_of_a_way_and_both_axes_are_logarithmic()
    {
        (double X, double Y)[] points = Points(Line(Render(Row(1_000, 1e7), Row(10_000, 1e8), Row(100_000, 1e9)), "pipe"));

        Assert.Equal(3, points.Length);
        Assert.Equal(points[1].X - points[0].X, points[2].X - points[1].X, 0.11);
        Assert.Equal(points[0].Y - points[1].Y, points[1].Y - points[2].Y, 0.11);
        Assert.True(points[0].Y > points[1].Y, "more is higher");
    }

    [Fact]
    public void What_has_no_rate_or_no_length_is_no_point()
    {
        XDocument svg = Render(Row(0, 0), Row(1_000, 1e7), Row(10_000, null), Row(100_000, 1e9));

        Assert.Equal(2, Points(Line(svg, "pipe")).Length);
    }

    [Fact]
    public void It_says_what_it_shows_in_which_units_and_which_line_is_what()
    {
        XDocument svg = Render(Row(1_000, 1e7), Row(100_000, 1e9));
        string[] texts = [.. svg.Descendants(Svg + "text").Select(text => text.Value)];

        Assert.Equal("img", svg.Root!.Attribute("role")!.Value);
        Assert.NotEmpty(svg.Root.Element(Svg + "title")!.Value);
        Assert.NotEmpty(svg.Root.Element(Svg + "desc")!.Value);
        Assert.Equal(["Throughput over the length of bodies, 4 connections", "Bodies of answers"], texts[..2]);
        Assert.All((string[])["1 kB", "100 kB", "10 MB/s", "1 GB/s", "length of a body", "Bodies of requests", "frames over a pipe", "plain HTTP"], text => Assert.Contains(text, texts));
        Assert.Contains("prefers-color-scheme: dark", svg.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_report_gives_the_same_picture_in_every_culture()
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        string one = GrowthCurve.Render(SampleGrowthReport.Report.Bodies, 4);
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo("") { NumberFormat = { NumberDecimalSeparator = "," } };
            Assert.Equal(one, GrowthCurve.Render(SampleGrowthReport.Report.Bodies, 4));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    private static XDocument Render(params BodyRow[] rows) => XDocument.Parse(GrowthCurve.Render(rows, 4));

    private static BodyRow Row(long bytes, double? rate) => new(BodyDirection.Answer, "pipe", bytes, rate is null ? 1 : 0, rate, rate, rate, rate, rate);

    // The first; the second of each is the legend's
    private static XElement Line(XDocument svg, string way) => svg.Descendants(Svg + "polyline").First(line => line.Attribute("stroke")!.Value == $"var(--{way})");

    private static (double X, double Y)[] Points(XElement line) =>
    [
        .. line.Attribute("points")!.Value.Split(' ').Select(point => point.Split(',')).Select(point =>
            (double.Parse(point[0], CultureInfo.InvariantCulture), double.Parse(point[1], CultureInfo.InvariantCulture))),
    ];
}
