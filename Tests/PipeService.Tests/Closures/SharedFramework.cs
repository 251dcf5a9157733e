using System.Text.Json.Nodes;
using Testing;

namespace PipeService.Tests.Closures;

/// <summary>The folders that a built program finds its assemblies in, by its runtimeconfig.json.</summary>
internal static class SharedFramework
{
    public static IReadOnlyList<string> FoldersOf(string project)
    {
        var output = Artifacts.Output(project);
        var options = JsonNode.Parse(File.ReadAllBytes(Path.Combine(output, project + ".runtimeconfig.json")))!["runtimeOptions"]!;
        var frameworks = options["frameworks"]?.AsArray().Select(framework => (string)framework!["name"]!)
            ?? [(string)options["framework"]!["name"]!];
        return [output, .. frameworks.Select(Folder)];
    }

    // The tests run on a framework of the same installation and version: its siblings lie beside it
    private static string Folder(string framework)
    {
        var own = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        return Path.Combine(Path.GetDirectoryName(Path.GetDirectoryName(own))!, framework, Path.GetFileName(own));
    }
}
