using LocalLambdas.Lambdas;

namespace LocalLambdas.Admin;

internal static class LambdaStatusFactory
{
    public static LambdaStatus From(LambdaSnapshot snapshot) => new(
        snapshot.Definition.Id,
        snapshot.Definition.Route.Text,
        Name(snapshot.Definition.CommunicationMode),
        snapshot.Definition.Executable,
        Name(snapshot.State),
        snapshot.Pid,
        snapshot.Starts,
        snapshot.InFlight,
        snapshot.LastStart is { } start ? From(start) : null,
        snapshot.LastError,
        snapshot.Failures,
        snapshot.RetryAfter.TotalSeconds,
        snapshot.Queued,
        snapshot.Spares is { } spares ? From(spares) : null,
        snapshot.IsPrepared);

    private static SpareStatus From(SpareSnapshot spares) =>
        new(spares.Wanted, spares.Ready, spares.Starts, spares.LastError, spares.Failures, spares.RetryAfter.TotalSeconds);

    private static StartStatus From(StartRecord start) => new(
        start.StartedAt,
        start.Pid,
        new(
            start.Spawn.TotalMicroseconds,
            start.Accept?.TotalMicroseconds,
            start.FirstAnswer?.TotalMicroseconds,
            start.Runtime?.TotalMicroseconds,
            start.Application?.TotalMicroseconds),
        Name(start.Kind),
        start.TakenAt);

    private static string Name<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();
}
