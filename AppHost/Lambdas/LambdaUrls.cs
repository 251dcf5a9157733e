namespace AppHost.Lambdas;

/// <summary>An address that a lambda answers, to be clicked.</summary>
internal static class LambdaUrls
{
    private const string PrefixMark = "/*";

    public static string Path(string route) =>
        route.EndsWith(PrefixMark, StringComparison.Ordinal) ? route[..^1] + "hello" : route;
}
