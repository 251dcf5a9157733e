using System.Globalization;

namespace LocalLambdas.Hosting;

/// <summary>The environment's variables; one that is empty is as good as none.</summary>
internal sealed class Settings(Func<string, string?> variable)
{
    public string? this[string name] => variable(name) is { Length: > 0 } text ? text : null;

    /// <exception cref="OptionException">It is no number, or not within the bounds.</exception>
    public long Number(string name, long absent, long least, long most, string? remedy = null)
    {
        if (this[name] is not { } text) return absent;
        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
            : throw new OptionException(name, text, remedy ?? string.Create(CultureInfo.InvariantCulture, $"use a number from {least} to {most}"));
    }
}
