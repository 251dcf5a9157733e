namespace AppHost.Benchmarks;

/// <summary>The files that a run leaves.</summary>
internal sealed class BenchmarkReport(string folder)
{
    public const string MarkdownName = "PERFORMANCE_RESULTS.md";
    public const string JsonName = "performance_results.json";

    public string Folder => folder;

    /// <summary>When the last run wrote it; null before the first.</summary>
    public DateTime? WrittenAt => File.Exists(Markdown) ? File.GetLastWriteTimeUtc(Markdown) : null;

    private string Markdown => PathOf(MarkdownName);

    public string PathOf(string name) => Path.Combine(folder, name);

    public Task<string> ReadMarkdownAsync(CancellationToken cancellationToken) => File.ReadAllTextAsync(Markdown, cancellationToken);
}
