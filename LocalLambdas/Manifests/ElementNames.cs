namespace LocalLambdas.Manifests;

/// <summary>The elements that a manifest knows, each with an example for messages.</summary>
internal static class ElementNames
{
    public const string Manifest = "manifest";
    public const string Process = "process";
    public const string Id = "id";
    public const string Executable = "executable";
    public const string Argument = "arg";
    public const string Route = "route";
    public const string PipeName = "pipe_name";
    public const string WorkingDirectory = "working_dir";
    public const string CommunicationMode = "communication_mode";
    public const string Protocol = "protocol";
    public const string Transport = "transport";
    public const string Start = "start";
    public const string StartTimeout = "start_timeout";
    public const string RequestTimeout = "request_timeout";
    public const string IdleTimeout = "idle_timeout";
    public const string MaxConcurrency = "max_concurrency";
    public const string MaxQueue = "max_queue";
    public const string WarmSpares = "warm_spares";

    private static readonly KeyValuePair<string, string>[] Examples =
    [
        new(Id, "my-lambda"),
        new(Executable, "bin/my-lambda"),
        new(Argument, "--verbose"),
        new(Route, "/my-lambda/*"),
        new(PipeName, "my-lambda"),
        new(WorkingDirectory, "data"),
        new(CommunicationMode, "pipe"),
        new(Protocol, "json"),
        new(Transport, "unix"),
        new(Start, "on_demand"),
        new(StartTimeout, "30s"),
        new(RequestTimeout, "30s"),
        new(IdleTimeout, "10m"),
        new(MaxConcurrency, "8"),
        new(MaxQueue, "100"),
        new(WarmSpares, "1"),
    ];

    /// <summary>The elements of a process.</summary>
    public static readonly string[] OfProcess = [.. Examples.Select(example => example.Key)];

    public static string Example(string name) => $"<{name}>{Examples.First(example => example.Key == name).Value}</{name}>";

    /// <summary>A remedy for a name that is not among the known ones: the nearest of them, or all when none is near.</summary>
    public static string Suggest(string name, string[] known)
    {
        var nearest = known.MinBy(candidate => EditDistance.Between(name.ToLowerInvariant(), candidate))!;
        var isNear = EditDistance.Between(name.ToLowerInvariant(), nearest) <= Math.Max(1, nearest.Length / 2);
        return isNear ? $"did you mean <{nearest}>?" : $"use one of {string.Join(", ", known.Select(candidate => $"<{candidate}>"))}";
    }
}
