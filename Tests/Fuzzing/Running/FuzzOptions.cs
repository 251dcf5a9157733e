using System.Globalization;
using Fuzzing.Targets;

namespace Fuzzing.Running;

/// <summary>What the command line says.</summary>
/// <param name="Corpus">A folder of inputs, or one file: then that input alone, unchanged.</param>
internal sealed record FuzzOptions(string Target, string Corpus, TimeSpan Time, int Seed, bool IsDriven)
{
    public static string Usage { get; } = $"""
        Fuzzing TARGET [--seconds N] [--seed S] [CORPUS]   changes the inputs of a corpus at random
        Fuzzing TARGET --sharpfuzz                         is driven by afl-fuzz or libfuzzer-dotnet

        TARGET        {string.Join(", ", FuzzTarget.Names)}
        --seconds N   how long, default 60
        --seed S      a number; the same seed makes the same inputs, default at random
        CORPUS        a folder of inputs, default that of the target; or a file, to run this input alone
        """;

    /// <summary>Null if it is wrong.</summary>
    public static FuzzOptions? Parse(IEnumerable<string> arguments)
    {
        var words = new Queue<string>(arguments);
        if (!words.TryDequeue(out var target) || !FuzzTarget.Names.Contains(target))
            return null;
        var options = new FuzzOptions(target, Mutation.Corpus.FolderOf(target), TimeSpan.FromMinutes(1), Random.Shared.Next(), IsDriven: false);
        while (words.TryDequeue(out var word))
        {
            var changed = word switch
            {
                "--seconds" when Number(words) is { } seconds => options with { Time = TimeSpan.FromSeconds(seconds) },
                "--seed" when Number(words) is { } seed => options with { Seed = seed },
                "--sharpfuzz" => options with { IsDriven = true },
                _ when Path.Exists(word) => options with { Corpus = word },
                _ => null,
            };
            if (changed is null)
                return null;
            options = changed;
        }

        return options;
    }

    private static int? Number(Queue<string> words) =>
        words.TryDequeue(out var word) && int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
