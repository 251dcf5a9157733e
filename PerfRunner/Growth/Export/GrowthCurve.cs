using System.Globalization;
using System.Text;
using PerfRunner.Export;
using PerfRunner.Growth.Results;

namespace PerfRunner.Growth.Export;

/// <summary>
/// Writes the throughput over the length of the bodies as a picture; the same report always gives the same one. By hand: two dozen lines and
/// some text are less than a library for charts brings, and none of those sets colours for light and for dark pages in one file.
/// </summary>
internal static class GrowthCurve
{
    public const string FileName = "growth-bodies.svg";

    private const int Width = 920;
    private const int Height = 430;
    private const int PanelWidth = 360;
    private const int PanelHeight = 270;
    private const int Top = 80;
    private const int FirstLeft = 80;
    private const int SecondLeft = 530;

    private const string Style = """
        <style>
          svg { background: #ffffff; --text: #1f2328; --grid: #d1d9e0; --cached: #8250df; --pipe: #0969da; --http: #bc4c00; --direct: #1a7f37; }
          @media (prefers-color-scheme: dark) {
            svg { background: #0d1117; --text: #e6edf3; --grid: #3d444d; --cached: #bc8cff; --pipe: #58a6ff; --http: #f0883e; --direct: #3fb950; }
          }
          text { font: 13px sans-serif; fill: var(--text); }
          .title { font-size: 16px; font-weight: bold; }
          .grid { stroke: var(--grid); }
          .line { fill: none; stroke-width: 2.5; }
        </style>
        """;

    // Told apart by the dashes too: not everybody sees the colours.
    private static readonly (string Way, string Label, string Dashes)[] Ways =
    [
        ("cached", "from the cache", "none"),
        ("pipe", "frames over a pipe", "9 4"),
        ("http", "plain HTTP", "2 4"),
        ("direct", "web service, no proxy", "12 4 2 4"),
    ];

    private static readonly string[] Prefixes = ["", "k", "M", "G", "T"];

    /// <returns>The path of the picture.</returns>
    public static string Write(GrowthReport report, string directory)
    {
        string file = Path.Combine(directory, FileName);
        AtomicFile.Write(file, Render(report.Bodies, report.Settings.BodyConnections));
        return file;
    }

    public static string Render(IReadOnlyList<BodyRow> rows, int connections)
    {
        BodyRow[] shown = [.. rows.Where(row => row.Bytes > 0 && row.BytesPerSecond > 0)];
        Scale bytes = Scale.Of(shown.Select(row => (double)row.Bytes));
        Scale rates = Scale.Of(shown.Select(row => row.BytesPerSecond!.Value));
        StringBuilder svg = new();
        svg.Append(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Width} {Height}\" width=\"{Width}\" height=\"{Height}\" role=\"img\" aria-labelledby=\"title description\">\n");
        svg.Append("<title id=\"title\">Throughput over the length of bodies</title>\n");
        svg.Append("<desc id=\"description\">Bytes of bodies in a second over the length of a body, both logarithmic, for each way. The table beside it has the figures.</desc>\n");
        svg.Append(Style).Append('\n');
        svg.Append(Text(Width / 2, 24, "middle", $"Throughput over the length of bodies, {connections} connections", "title"));
        Panel(svg, FirstLeft, "Bodies of answers", shown.Where(row => row.Direction == BodyDirection.Answer), bytes, rates);
        Panel(svg, SecondLeft, "Bodies of requests", shown.Where(row => row.Direction == BodyDirection.Request), bytes, rates);
        Legend(svg);
        return svg.Append("</svg>\n").ToString().ReplaceLineEndings("\n");
    }

    private static void Panel(StringBuilder svg, int left, string title, IEnumerable<BodyRow> rows, Scale bytes, Scale rates)
    {
        svg.Append(Text(left + (PanelWidth / 2), Top - 16, "middle", title));
        foreach (int power in bytes.Powers)
        {
            double x = left + (bytes.Part(Math.Pow(10, power)) * PanelWidth);
            svg.Append(Grid(x, Top, x, Top + PanelHeight));
            svg.Append(Text(x, Top + PanelHeight + 20, "middle", Decimal(power, "B")));
        }

        foreach (int power in rates.Powers)
        {
            double y = Top + ((1 - rates.Part(Math.Pow(10, power))) * PanelHeight);
            svg.Append(Grid(left, y, left + PanelWidth, y));
            svg.Append(Text(left - 8, y + 4, "end", Decimal(power, "B/s")));
        }

        svg.Append(Text(left + (PanelWidth / 2), Top + PanelHeight + 42, "middle", "length of a body"));
        ILookup<string, BodyRow> ways = rows.ToLookup(row => row.Way);
        foreach ((string way, _, string dashes) in Ways)
        {
            (double X, double Y)[] points =
            [
                .. ways[way].OrderBy(row => row.Bytes).Select(row => (
                    left + (bytes.Part(row.Bytes) * PanelWidth),
                    Top + ((1 - rates.Part(row.BytesPerSecond!.Value)) * PanelHeight))),
            ];
            if (points.Length > 0)
            {
                svg.Append(Line(way, dashes, points));
            }
        }
    }

    private static void Legend(StringBuilder svg)
    {
        int y = Height - 14;
        for (int i = 0; i < Ways.Length; i++)
        {
            int x = FirstLeft + (i * 205);
            svg.Append(Line(Ways[i].Way, Ways[i].Dashes, [(x, y - 4), (x + 40, y - 4)]));
            svg.Append(Text(x + 48, y, "start", Ways[i].Label));
        }
    }

    private static string Line(string way, string dashes, IReadOnlyList<(double X, double Y)> points) =>
        string.Create(CultureInfo.InvariantCulture, $"<polyline class=\"line\" stroke=\"var(--{way})\" stroke-dasharray=\"{dashes}\" points=\"")
        + string.Join(' ', points.Select(point => string.Create(CultureInfo.InvariantCulture, $"{point.X:0.0},{point.Y:0.0}"))) + "\"/>\n";

    private static string Grid(double x1, double y1, double x2, double y2) =>
        string.Create(CultureInfo.InvariantCulture, $"<line class=\"grid\" x1=\"{x1:0.0}\" y1=\"{y1:0.0}\" x2=\"{x2:0.0}\" y2=\"{y2:0.0}\"/>\n");

    private static string Text(double x, double y, string anchor, string text, string style = "label") =>
        string.Create(CultureInfo.InvariantCulture, $"<text class=\"{style}\" x=\"{x:0.0}\" y=\"{y:0.0}\" text-anchor=\"{anchor}\">{text}</text>\n");

    // 1 kB is 1,000 B here, as the lengths are.
    private static string Decimal(int power, string unit) =>
        string.Create(CultureInfo.InvariantCulture, $"{Math.Pow(10, power % 3):0} {Prefixes[power / 3]}{unit}");

    /// <summary>From one power of ten to another.</summary>
    private readonly record struct Scale(int From, int To)
    {
        public IEnumerable<int> Powers => Enumerable.Range(From, To - From + 1);

        public static Scale Of(IEnumerable<double> values)
        {
            double[] all = [.. values.DefaultIfEmpty(1)];
            int from = (int)Math.Floor(Math.Log10(all.Min()));
            return new Scale(from, Math.Max(from + 1, (int)Math.Ceiling(Math.Log10(all.Max()))));
        }

        public double Part(double value) => (Math.Log10(value) - From) / (To - From);
    }
}
