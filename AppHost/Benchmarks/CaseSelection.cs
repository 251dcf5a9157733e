namespace AppHost.Benchmarks;

/// <summary>The cases of the next run.</summary>
internal sealed class CaseSelection
{
    /// <summary>As <c>--cases</c> takes them; null for those of the configuration.</summary>
    public string? Cases { get; set; }
}
