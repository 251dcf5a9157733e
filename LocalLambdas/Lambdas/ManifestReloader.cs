using LocalLambdas.Manifests;
using Microsoft.Extensions.Logging;

namespace LocalLambdas.Lambdas;

/// <summary>Reads the manifest again when it is told to. A bad one is refused, and the one in force stays.</summary>
internal sealed partial class ManifestReloader(Manifest first, LambdaRegistry lambdas, ILogger<ManifestReloader> logger)
{
    private readonly Lock _lock = new();

    /// <summary>After another manifest has come into force.</summary>
    public event Action? Reloaded;

    /// <returns>Null if the manifest is in force now; else what is wrong with it.</returns>
    public ManifestException? Reload()
    {
        lock (_lock)
        {
            try
            {
                var manifest = ManifestReader.Read(first.File);
                _ = lambdas.Replace(manifest);
                Reloaded?.Invoke();
                LogReloaded(manifest.File, manifest.Lambdas.Count);
                return null;
            }
            catch (ManifestException exception)
            {
                LogRefused(exception.Message);
                return exception;
            }
        }
    }

    [LoggerMessage(40, LogLevel.Information, "reloaded {File}: {Count} lambdas")]
    private partial void LogReloaded(string file, int count);

    [LoggerMessage(41, LogLevel.Error, "not reloaded, the former manifest stays in force: {Problem}")]
    private partial void LogRefused(string problem);
}
