using System.Text;

namespace PerfRunner.Export;

/// <summary>A table of text, aligned to be read as it is; the first column to the left, the others to the right unless told.</summary>
internal sealed class TextTable
{
    private readonly List<IReadOnlyList<string>> _rows = [];
    private readonly int _leftColumns;

    /// <param name="leftColumns">How many columns, from the first, hold words rather than figures.</param>
    public TextTable(int leftColumns, params string[] header)
    {
        _leftColumns = leftColumns;
        _rows.Add(header);
    }

    public IReadOnlyList<string> Header => _rows[0];

    public IEnumerable<IReadOnlyList<string>> Body => _rows.Skip(1);

    public bool IsLeft(int column) => column < _leftColumns;

    public void Add(params string[] cells)
    {
        if (cells.Length != Header.Count)
            throw new ArgumentException($"A row of {cells.Length} cells in a table of {Header.Count} columns.", nameof(cells));
        _rows.Add(cells);
    }

    public string ToMarkdown()
    {
        TextTable escaped = new(_leftColumns, [.. Header.Select(MarkdownText.Escape)]);
        foreach (var row in Body) escaped.Add([.. row.Select(MarkdownText.Escape)]);
        return escaped.Render("| ", " | ", " |", ruled: true);
    }

    public string ToPlainText() => Render("", "  ", "", ruled: false);

    private string Render(string begin, string between, string end, bool ruled)
    {
        // Three is the shortest rule that every Markdown reader takes for one.
        var widths = Header.Select((_, column) => Math.Max(3, _rows.Max(row => row[column].Length))).ToArray();
        StringBuilder text = new();
        foreach (var row in _rows)
        {
            var line = begin + string.Join(between, row.Select((cell, column) => Pad(cell, column, widths[column]))) + end;
            text.Append(line.TrimEnd()).Append('\n');
            if (ruled && row == Header) text.Append(begin).AppendJoin(between, widths.Select(Rule)).Append(end).Append('\n');
        }

        return text.ToString();
    }

    private string Pad(string cell, int column, int width) => IsLeft(column) ? cell.PadRight(width) : cell.PadLeft(width);

    private string Rule(int width, int column) => IsLeft(column) ? new string('-', width) : $"{new string('-', width - 1)}:";
}
