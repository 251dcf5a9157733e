using System.Collections.Immutable;
using System.Globalization;
using LocalLambdas.Admin;

namespace AppHost.Lambdas;

/// <summary>What the dashboard shows of a lambda.</summary>
internal static class LambdaSnapshots
{
    private const string ResourceType = "Lambda";

    // The dashboard's own names, which it translates
    private const string Path = "executable.path";
    private const string Pid = "executable.pid";

    /// <summary>Until the proxy runs.</summary>
    public static CustomResourceSnapshot Initial(LambdaResource lambda) => new()
    {
        ResourceType = ResourceType,
        State = KnownResourceStates.NotStarted,
        Properties = [.. Definition(lambda.Executable, lambda.Route)],
    };

    /// <summary>While the proxy runs.</summary>
    public static CustomResourceSnapshot With(this CustomResourceSnapshot snapshot, LambdaStatus status, UrlSnapshot url) => snapshot with
    {
        State = LambdaStates.Of(status.State),
        StartTimeStamp = status.LastStart?.StartedAt.UtcDateTime,
        StopTimeStamp = null,
        Urls = [url],
        Properties = snapshot.Properties.With(Properties(status)),
    };

    /// <summary>The proxy has ended and, with it, its lambdas; or the lambda is no longer in the manifest.</summary>
    public static CustomResourceSnapshot Gone(this CustomResourceSnapshot snapshot, DateTime now) => snapshot with
    {
        State = KnownResourceStates.Exited,
        StopTimeStamp = now,
        Urls = [.. snapshot.Urls.Select(url => url with { IsInactive = true })],
        Properties = snapshot.Properties.With([new(Pid, null)]),
    };

    private static IEnumerable<ResourcePropertySnapshot> Definition(string executable, string route) =>
    [
        new(CustomResourceKnownProperties.Source, executable),
        new(Path, executable),
        new("lambda.route", route) { DisplayName = "Route" },
    ];

    private static IEnumerable<ResourcePropertySnapshot> Properties(LambdaStatus status) =>
    [
        .. Definition(status.Executable, status.Route),
        new(Pid, status.Pid),
        new("lambda.mode", status.CommunicationMode) { DisplayName = "Communication mode" },
        new("lambda.starts", status.Starts) { DisplayName = "Starts" },
        new("lambda.inFlight", status.InFlight) { DisplayName = "Requests in flight" },
        new("lambda.spawn", Milliseconds(status.LastStart?.Phases.SpawnMicroseconds)) { DisplayName = "Last start: spawn" },
        new("lambda.accept", Milliseconds(status.LastStart?.Phases.AcceptMicroseconds)) { DisplayName = "Last start: accept" },
        new("lambda.firstAnswer", Milliseconds(status.LastStart?.Phases.FirstAnswerMicroseconds)) { DisplayName = "Last start: first answer" },
        new("lambda.lastError", status.LastError) { DisplayName = "Last error" },
        new("lambda.spares", Spares(status.Spares)) { DisplayName = "Spares" },
        new("lambda.failures", status.Failures is 0 ? null : status.Failures) { DisplayName = "Failures in a row" },
    ];

    /// <summary>Those without a value are left out; others, such as the parent that Aspire adds, stay.</summary>
    private static ImmutableArray<ResourcePropertySnapshot> With(
        this ImmutableArray<ResourcePropertySnapshot> properties, IEnumerable<ResourcePropertySnapshot> changed)
    {
        var names = changed.Select(property => property.Name).ToHashSet();
        return [.. properties.Where(property => !names.Contains(property.Name)), .. changed.Where(property => property.Value is not null)];
    }

    private static string? Spares(SpareStatus? spares) =>
        spares is null ? null : string.Create(CultureInfo.InvariantCulture, $"{spares.Pids.Count} of {spares.Wanted}");

    private static string? Milliseconds(double? microseconds) =>
        microseconds is { } value ? (value / 1000).ToString("0.0", CultureInfo.InvariantCulture) + " ms" : null;
}
