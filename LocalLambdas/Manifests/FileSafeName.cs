using System.Buffers;

namespace LocalLambdas.Manifests;

/// <summary>A name that can stand in a file name, a URL and a log line of every platform without being escaped.</summary>
internal static class FileSafeName
{
    public const string Format = "use 1 to 64 of the letters a-z and A-Z, digits, '-', '_' and '.', and not dots alone";

    private const int MaximumLength = 64;

    private static readonly SearchValues<char> Allowed =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.");

    public static bool IsValid(ReadOnlySpan<char> name) =>
        name.Length <= MaximumLength && name.ContainsAnyExcept('.') && !name.ContainsAnyExcept(Allowed);
}
