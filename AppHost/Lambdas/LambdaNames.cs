using System.Text.RegularExpressions;

namespace AppHost.Lambdas;

/// <summary>Names of resources: letters, digits and single hyphens that begin with a letter. An id may have more, and begin with a digit.</summary>
internal static partial class LambdaNames
{
    private const int MaximumLength = 64;
    private const string Prefix = "lambda-";

    /// <summary>The name of each id, in the same order; no two alike, upper and lower case aside.</summary>
    public static IReadOnlyList<string> Of(IEnumerable<string> ids)
    {
        var taken = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        return [.. ids.Select(id => Candidates(id).First(taken.Add))];
    }

    private static IEnumerable<string> Candidates(string id)
    {
        var name = Others().Replace(id, "-").Trim('-');
        if (name.Length == 0 || !char.IsAsciiLetter(name[0])) name = Prefix + name;
        yield return Shortened(name, "");
        for (var number = 2; ; number++)
            yield return Shortened(name, $"-{number}");
    }

    private static string Shortened(string name, string suffix) =>
        name[..Math.Min(name.Length, MaximumLength - suffix.Length)].TrimEnd('-') + suffix;

    [GeneratedRegex("[^A-Za-z0-9]+")]
    private static partial Regex Others();
}
