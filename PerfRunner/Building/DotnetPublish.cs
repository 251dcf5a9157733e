namespace PerfRunner.Building;

/// <summary>Compiles a project of the repository ahead of time.</summary>
internal static class DotnetPublish
{
    /// <summary>What is up to date is not compiled again.</summary>
    /// <returns>The executable.</returns>
    /// <exception cref="BuildException">It could not be compiled; whether the machine lacks something is said by its error.</exception>
    public static async Task<string> RunAsync(string repository, string project, BuildFlavor flavor, CancellationToken cancellationToken)
    {
        await DotnetCommand.RunAsync($"dotnet publish {project} ({flavor})", Arguments(repository, project, flavor), cancellationToken);
        return BuildOutput.Executable(repository, project, flavor);
    }

    public static IReadOnlyList<string> Arguments(string repository, string project, BuildFlavor flavor) =>
    [
        "publish",
        Path.Combine(repository, project),
        "--use-current-runtime",
        "-o",
        BuildOutput.PublishFolder(repository, project, flavor),
        $"-p:ArtifactsPath={BuildOutput.FlavorFolder(repository, flavor)}",
        .. flavor switch
        {
            BuildFlavor.Aot => (string[])["-p:PublishAot=true"],

            // The proxy's own publish is AOT unless it is told otherwise
            BuildFlavor.R2r => ["-p:PublishAot=false", "-p:PublishReadyToRun=true", "--self-contained", "false"],
            _ => throw new ArgumentOutOfRangeException(nameof(flavor), flavor, "The normal build is not published."),
        },
    ];
}
