namespace LocalLambdas.Manifests;

/// <summary>The values of one element that must differ between all processes.</summary>
internal sealed class TakenValues(ManifestError error, StringComparer comparer)
{
    private readonly Dictionary<string, int> _lines = new(comparer);

    public void Take(ManifestElement element)
    {
        if (!_lines.TryAdd(element.Value, element.Line))
            throw element.Error(error, $"{element.Quoted} is already taken on line {_lines[element.Value]}", "choose another one");
    }
}
