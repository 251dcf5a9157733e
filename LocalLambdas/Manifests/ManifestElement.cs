namespace LocalLambdas.Manifests;

/// <summary>An element of a manifest with its text as written, and where it stands.</summary>
/// <param name="IsEmpty">Whether it is written without content, <c>&lt;a/&gt;</c>, and so has no end to read to.</param>
internal readonly record struct ManifestElement(string File, int Line, string Name, bool IsEmpty, string Text)
{
    private const int LongestQuotation = 80;

    public string Value => Text.Trim();

    /// <summary>The value, shortened, for a message.</summary>
    public string Quoted => Value.Length <= LongestQuotation ? $"'{Value}'" : $"'{Value.AsSpan(0, LongestQuotation)}…'";

    public ManifestException Error(ManifestError error, string problem, string remedy) =>
        new(error, File, Line, Name, problem, remedy);
}
