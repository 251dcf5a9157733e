using System.Text;

namespace PerfRunner.Export;

/// <summary>Text that comes from outside, such as paths and names of processors, as Markdown that shows it unchanged.</summary>
internal static class MarkdownText
{
    // No underscore: within a word it means nothing, and names like local_lambdas shall stay readable in the file itself.
    private const string Special = @"\`*|<[]";

    public static StringBuilder Section(this StringBuilder text, string title, string body, int level = 2) =>
        text.Append($"\n{new string('#', level)} {Escape(title)}\n\n{body}");

    public static string Bullets(IEnumerable<string> lines) => string.Concat(lines.Select(line => $"- {Escape(line)}\n"));

    public static string Escape(string text)
    {
        StringBuilder escaped = new(text.Length);
        foreach (var character in text.ReplaceLineEndings(" "))
        {
            if (Special.Contains(character)) escaped.Append('\\');
            escaped.Append(character);
        }

        return escaped.ToString();
    }
}
