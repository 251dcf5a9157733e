using System.Buffers;
using System.Globalization;
using System.Text;

namespace LocalLambdas.Processes;

/// <summary>
/// Output of a process as it may stand in a log: what moves a terminal's cursor could else overwrite who has said it, or other lines.
/// </summary>
internal static class PrintableText
{
    private const int AfterLastControl = 0xA0;

    private static readonly SearchValues<char> Controls =
        SearchValues.Create([.. Enumerable.Range(0, AfterLastControl).Select(static c => (char)c).Where(IsEscaped)]);

    /// <summary>Control characters but the tab become <c>\x1b</c> and the like; what is no UTF-8 becomes U+FFFD.</summary>
    public static string Of(ReadOnlySpan<byte> utf8)
    {
        var text = Encoding.UTF8.GetString(utf8);
        if (!text.AsSpan().ContainsAny(Controls)) return text;
        var printable = new StringBuilder(text.Length + 3);
        foreach (var c in text)
        {
            if (IsEscaped(c)) printable.Append(CultureInfo.InvariantCulture, $"\\x{(int)c:x2}");
            else printable.Append(c);
        }

        return printable.ToString();
    }

    private static bool IsEscaped(char c) => char.IsControl(c) && c is not '\t';
}
