using PerfRunner.Building;

namespace PerfRunner.Peers;

/// <summary>A service of the repository, in one of the ways in which it can be built.</summary>
/// <param name="Project">Its name.</param>
internal sealed record PeerService(string Project, BuildFlavor Flavor, string File)
{
    public const string Http = "HttpService";
    public const string Pipe = "PipeService";

    /// <summary>Of the ways that do without a proxy.</summary>
    public const string DirectPrefix = "direct-";

    /// <summary>pipe for PipeService.</summary>
    public string Word => Project.Replace("Service", "", StringComparison.Ordinal).ToLowerInvariant();

    /// <summary>As names of ways have it: pipe-aot.</summary>
    public string Label => $"{Word}-{NameOf(Flavor)}";

    /// <summary>As options take it, and reports show it.</summary>
    public static string NameOf(BuildFlavor flavor) => flavor.ToString().ToLowerInvariant();
}
