using System.Text.Json;

namespace Testing.Proxy;

public sealed record LastStart(DateTimeOffset StartedAt, int Pid, double SpawnMicroseconds, double? AcceptMicroseconds, double? FirstAnswerMicroseconds, string Kind, DateTimeOffset? TakenAt)
{
    public static LastStart From(JsonElement json)
    {
        var phases = json.GetProperty("phases");
        return new(
            json.GetProperty("startedAt").GetDateTimeOffset(),
            json.GetProperty("pid").GetInt32(),
            phases.GetProperty("spawnMicroseconds").GetDouble(),
            Optional(phases.GetProperty("acceptMicroseconds")),
            Optional(phases.GetProperty("firstAnswerMicroseconds")),
            json.GetProperty("kind").GetString()!,
            json.GetProperty("takenAt") is { ValueKind: JsonValueKind.String } takenAt ? takenAt.GetDateTimeOffset() : null);
    }

    private static double? Optional(JsonElement number) => number.ValueKind == JsonValueKind.Null ? null : number.GetDouble();
}
