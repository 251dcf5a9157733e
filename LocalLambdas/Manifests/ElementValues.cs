using System.Globalization;
using LocalLambdas.Routing;

namespace LocalLambdas.Manifests;

/// <summary>What the text of an element means.</summary>
internal static class ElementValues
{
    public const string PipeMode = "pipe";
    private const string HttpMode = "http";
    private const string Auto = "auto";
    private const string Json = "json";
    private const string Frames = "frames";
    private const string Http = "http";
    private const string Unix = "unix";
    private const string Tcp = "tcp";
    private const string OnDemand = "on_demand";
    private const string Eager = "eager";
    private const string NeverIdle = "leave the element out, then it is never stopped for being idle";
    private const int LargestCount = 1_000_000;

    // Each is a whole process: more than this is a mistake.
    private const int MostSpares = 64;

    public static void RejectEmpty(ManifestElement element)
    {
        if (element.Value.Length == 0)
            throw element.Error(ManifestError.EmptyValue, "is empty", $"give it a value, such as {ElementNames.Example(element.Name)}");
    }

    public static string Name(ManifestElement element, ManifestError error) =>
        FileSafeName.IsValid(element.Value)
            ? element.Value
            : throw element.Error(error, $"{element.Quoted} is no valid name", FileSafeName.Format);

    public static RoutePattern Route(ManifestElement element) =>
        RoutePattern.TryParse(element.Value, out var route, out var reason)
            ? route!
            : throw element.Error(ManifestError.BadRoute, $"{element.Quoted} {reason}", "write a path such as /api/orders, or a prefix such as /api/*");

    public static CommunicationMode Mode(ManifestElement element) => element.Value switch
    {
        PipeMode => CommunicationMode.Pipe,
        HttpMode => CommunicationMode.Http,
        _ => throw element.Error(ManifestError.BadValue, $"{element.Quoted} is no communication mode", $"write {PipeMode} or {HttpMode}"),
    };

    public static LambdaProtocol Protocol(ManifestElement element) => element.Value switch
    {
        Auto => LambdaProtocol.Auto,
        Json => LambdaProtocol.Json,
        Frames => LambdaProtocol.Frames,
        Http => LambdaProtocol.Http,
        _ => throw element.Error(ManifestError.BadValue, $"{element.Quoted} is no protocol", $"write {Auto}, {Json}, {Frames} or {Http}"),
    };

    public static TransportKind Transport(ManifestElement element) => element.Value switch
    {
        Unix => TransportKind.Unix,
        Tcp => TransportKind.Tcp,
        _ => throw element.Error(ManifestError.BadValue, $"{element.Quoted} is no transport", $"write {Unix} or {Tcp}"),
    };

    public static StartMode Start(ManifestElement element) => element.Value switch
    {
        OnDemand => StartMode.OnDemand,
        Eager => StartMode.Eager,
        _ => throw element.Error(ManifestError.BadValue, $"{element.Quoted} is no kind of start", $"write {OnDemand} or {Eager}"),
    };

    public static TimeSpan DurationOrZero(ManifestElement element) =>
        Duration.TryParse(element.Value, out var duration)
            ? duration
            : throw element.Error(ManifestError.BadValue, $"{element.Quoted} is no duration", IsNever(element) ? NeverIdle : Duration.Format);

    public static TimeSpan Timeout(ManifestElement element)
    {
        var duration = DurationOrZero(element);
        return duration > TimeSpan.Zero
            ? duration
            : throw element.Error(ManifestError.BadValue, $"{element.Quoted} would end before it began", Duration.Format);
    }

    public static int Count(ManifestElement element, int least) => Number(element, least, LargestCount, "requests");

    public static int Spares(ManifestElement element) => Number(element, 0, MostSpares, "processes");

    public static string Executable(ManifestElement element, string folder)
    {
        var text = element.Value;
        var file = ExecutableFinder.ForThisSystem(folder).Find(text);
        if (file is null)
        {
            var places = ExecutableFinder.IsBareName(text) ? $"neither in {folder} nor on PATH" : $"not at {Path.GetFullPath(text, folder)}";
            throw element.Error(
                ManifestError.ExecutableMissing, $"{element.Quoted} does not exist, {places}",
                "build it, or correct the path, which is relative to the folder of the manifest");
        }

        return ExecutableFinder.IsExecutable(file)
            ? file
            : throw element.Error(ManifestError.NotExecutable, $"{file} must not be executed", "set its execute bit (chmod +x), or name another file");
    }

    public static string WorkingDirectory(ManifestElement element, string folder)
    {
        var path = Path.TrimEndingDirectorySeparator(Path.GetFullPath(element.Value, folder));
        return Directory.Exists(path)
            ? path
            : throw element.Error(
                ManifestError.WorkingDirectoryMissing, $"the folder {path} does not exist",
                "create it, or correct the path, which is relative to the folder of the manifest");
    }

    private static bool IsNever(ManifestElement element) =>
        element.Name is ElementNames.IdleTimeout && element.Value.Equals("never", StringComparison.OrdinalIgnoreCase);

    private static int Number(ManifestElement element, int least, int most, string ofWhat) =>
        int.TryParse(element.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
            : throw element.Error(
                ManifestError.BadValue,
                $"{element.Quoted} is no number of {ofWhat}",
                string.Create(CultureInfo.InvariantCulture, $"write a whole number from {least} to {most}"));
}
