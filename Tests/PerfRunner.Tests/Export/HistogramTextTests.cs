using PerfRunner.Export;

namespace PerfRunner.Tests.Export;

public sealed class HistogramTextTests
{
    [Fact]
    public void Bars_are_proportional_and_never_hide_a_value()
    {
        var lines = HistogramText.Render([new(0, 10, 1000), new(10, 20, 500), new(20, 30, 0), new(30, 40, 1)]).TrimEnd().Split('\n');
        Assert.Equal([40, 20, 0, 1], lines.Skip(1).Select(line => line.Count(character => character == '█')));
        Assert.StartsWith("10.0 µs  20.0 µs    500  █", lines[2], StringComparison.Ordinal);
    }
}
