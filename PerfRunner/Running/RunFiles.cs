using PerfRunner.Building;
using PerfRunner.Cli;

namespace PerfRunner.Running;

/// <summary>The files of a run after defaults, which are those of the repository.</summary>
/// <param name="Repository">Null when the runner is used away from it.</param>
/// <param name="Manifest">Null when nobody named one and none is needed.</param>
/// <param name="Proxy">Null when the proxy runs already.</param>
internal sealed record RunFiles(string? Repository, string? Manifest, string? Proxy)
{
    private const string ManifestName = "manifest.xml";

    /// <summary>Null when the runner is used away from the repository.</summary>
    public string? RepositoryManifest => Repository is null ? null : Path.Combine(Repository, ManifestName);

    public bool IsRepositoryManifest => Manifest is not null && Manifest == RepositoryManifest;

    /// <exception cref="RunnerException">Something is neither given nor there.</exception>
    public static RunFiles Find(RunnerOptions options, string? repository)
    {
        string? own = repository is null ? null : Path.Combine(repository, ManifestName);
        string? manifest = options.Manifest ?? (File.Exists(own) ? own : null);
        if (options.Url is not null)
        {
            return new RunFiles(repository, manifest, null);
        }

        string? proxy = options.Proxy ?? (repository is null ? null : BuildOutput.ProxyExecutable(repository));
        if (manifest is null || proxy is null)
        {
            throw new RunnerException(
                RunnerExitCode.Usage,
                $"There is no {(manifest is null ? "manifest" : "proxy")}: pass {(manifest is null ? "--manifest" : "--proxy")}, or run inside the repository");
        }

        return new RunFiles(repository, manifest, proxy);
    }
}
