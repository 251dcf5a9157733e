using System.CommandLine.Parsing;
using System.Globalization;
using PerfRunner.Building;
using PerfRunner.Planning;

namespace PerfRunner.Cli;

/// <summary>From a token to a valid value, or to an error that says what would be one.</summary>
internal static class OptionParsers
{
    public static Func<ArgumentResult, int> WholeNumber(int min, int max) => result =>
    {
        if (Number(result.Tokens[0].Value, min, max) is { } value)
        {
            return value;
        }

        AddError(result, $"a whole number from {min} to {max}");
        return min;
    };

    public static Func<ArgumentResult, IReadOnlyList<int>?> WholeNumbers(int min, int max) => result =>
    {
        int[] numbers = [.. Items(result).Select(item => Number(item, min, max)).OfType<int>()];
        return IsList(result, numbers) ? numbers : Wrong<int>(result, $"different whole numbers from {min} to {max}, separated by commas");
    };

    /// <param name="names">By the value that they stand for.</param>
    public static Func<ArgumentResult, IReadOnlyList<T>?> Names<T>(IReadOnlyDictionary<string, T> names) => result =>
    {
        T[] values = [.. Items(result).Where(names.ContainsKey).Select(name => names[name])];
        return IsList(result, values) ? values : Wrong<T>(result, $"different ones of {string.Join(", ", names.Keys)}, separated by commas");
    };

    public static TimeSpan Seconds(ArgumentResult result)
    {
        const int MaxSeconds = 3600;
        if (double.TryParse(result.Tokens[0].Value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double seconds)
            && seconds is >= 0.001 and <= MaxSeconds)
        {
            return TimeSpan.FromSeconds(seconds);
        }

        AddError(result, $"a number of seconds from 0.001 to {MaxSeconds}");
        return default;
    }

    public static IReadOnlyList<CaseId> Cases(ArgumentResult result)
    {
        CaseId[] cases = [.. result.Tokens[0].Value.Split(',', StringSplitOptions.TrimEntries).Select(Case)];
        if (cases.All(Enum.IsDefined) && cases.Distinct().Count() == cases.Length)
        {
            return cases;
        }

        AddError(result, "different numbers from 1 to 6, separated by commas");
        return [];
    }

    /// <param name="names">By the value that they stand for.</param>
    public static Func<ArgumentResult, T> Name<T>(IReadOnlyDictionary<string, T> names) => result =>
    {
        if (names.TryGetValue(result.Tokens[0].Value, out T? value))
        {
            return value;
        }

        AddError(result, $"one of {string.Join(", ", names.Keys)}");
        return default!;
    };

    public static IReadOnlyList<BuildFlavor> Flavors(ArgumentResult result)
    {
        BuildFlavor[] all = Enum.GetValues<BuildFlavor>();
        string[] names = [.. result.Tokens[0].Value.Split(',', StringSplitOptions.TrimEntries)];
        BuildFlavor[] flavors = [.. names.SelectMany(name => all.Where(flavor => flavor.ToString().Equals(name, StringComparison.OrdinalIgnoreCase)))];
        if (flavors.Length == names.Length && flavors.Distinct().Count() == names.Length)
        {
            return flavors;
        }

        AddError(result, "different ones of jit, r2r and aot, separated by commas");
        return [];
    }

    public static string? ExistingFile(ArgumentResult result)
    {
        string file = result.Tokens[0].Value;
        if (File.Exists(file))
        {
            return Path.GetFullPath(file);
        }

        AddError(result, "a file that exists");
        return null;
    }

    public static Uri? HttpAddress(ArgumentResult result) => Address(result, "an address such as http://127.0.0.1:3000", _ => true);

    /// <summary>The process ids that the admin endpoint tells are looked up on this machine.</summary>
    public static Uri? LocalHttpAddress(ArgumentResult result) =>
        Address(result, "an address of this machine such as http://127.0.0.1:3001", address => address.IsLoopback);

    public static string? RequestPath(ArgumentResult result)
    {
        string path = result.Tokens[0].Value;
        if (path.StartsWith('/') && path.All(letter => letter is > ' ' and < (char)127 and not '#'))
        {
            return path;
        }

        AddError(result, "a path such as /pipe/hello, percent-encoded");
        return null;
    }

    private static Uri? Address(ArgumentResult result, string expected, Func<Uri, bool> isGood)
    {
        if (Uri.TryCreate(result.Tokens[0].Value, UriKind.Absolute, out Uri? address)
            && address.Scheme == Uri.UriSchemeHttp && address.PathAndQuery == "/" && isGood(address))
        {
            return address;
        }

        AddError(result, expected);
        return null;
    }

    private static string[] Items(ArgumentResult result) => result.Tokens[0].Value.Split(',', StringSplitOptions.TrimEntries);

    private static int? Number(string text, int min, int max) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int value) && value >= min && value <= max ? value : null;

    private static bool IsList<T>(ArgumentResult result, T[] values) => values.Length == Items(result).Length && values.Distinct().Count() == values.Length;

    private static IReadOnlyList<T>? Wrong<T>(ArgumentResult result, string expected)
    {
        AddError(result, expected);
        return null;
    }

    private static CaseId Case(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? (CaseId)number : 0;

    private static void AddError(ArgumentResult result, string expected) =>
        result.AddError($"{((OptionResult)result.Parent!).Option.Name}: '{result.Tokens[0].Value}' is not {expected}");
}
