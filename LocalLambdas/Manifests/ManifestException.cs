namespace LocalLambdas.Manifests;

/// <summary>The first error of a manifest. The message is one line that names file, line, element, problem and remedy.</summary>
internal sealed class ManifestException : Exception
{
    public ManifestException(ManifestError error, string file, int line, string? element, string problem, string remedy, Exception? cause = null)
        : base(OneLine($"{file}{(line > 0 ? $"({line})" : "")}: {(element is null ? "" : $"<{element}>: ")}{problem}: {remedy}"), cause)
    {
        Error = error;
        File = file;
        Line = line;
        Element = element;
    }

    public ManifestError Error { get; }

    /// <summary>The file as the caller named it.</summary>
    public string File { get; }

    /// <summary>The line of the element, counted from 1; 0 when the file itself is the problem.</summary>
    public int Line { get; }

    public string? Element { get; }

    // Values of the file are quoted in messages, and an XML value can hold any kind of line break
    private static string OneLine(string text) =>
        string.Create(text.Length, text, static (line, source) =>
        {
            for (var i = 0; i < line.Length; i++)
                line[i] = char.IsControl(source[i]) || source[i] is '\u2028' or '\u2029' ? ' ' : source[i];
        });
}
