using System.Text.Json.Nodes;

namespace Testing;

/// <summary>The packages that a project was restored with.</summary>
public static class Packages
{
    public static IReadOnlyList<string> Of(string project)
    {
        var assets = JsonNode.Parse(File.ReadAllBytes(Path.Combine(Artifacts.Intermediate(project), "project.assets.json")))!;
        return [.. assets["libraries"]!.AsObject().Where(library => (string?)library.Value!["type"] == "package").Select(library => library.Key)];
    }
}
