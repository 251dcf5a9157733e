using System.Text.Json;

namespace Testing.Proxy;

/// <summary>A lambda as the admin endpoint shows it.</summary>
public sealed record LambdaStatus(
    string Id,
    string Route,
    string CommunicationMode,
    string Executable,
    string State,
    int? Pid,
    int Starts,
    int InFlight,
    LastStart? LastStart,
    string? LastError,
    SpareStatus? Spares,
    bool IsPrepared)
{
    public static LambdaStatus From(JsonElement json) => new(
        json.GetProperty("id").GetString()!,
        json.GetProperty("route").GetString()!,
        json.GetProperty("communicationMode").GetString()!,
        json.GetProperty("executable").GetString()!,
        json.GetProperty("state").GetString()!,
        json.GetProperty("pid") is { ValueKind: JsonValueKind.Number } pid ? pid.GetInt32() : null,
        json.GetProperty("starts").GetInt32(),
        json.GetProperty("inFlight").GetInt32(),
        json.GetProperty("lastStart") is { ValueKind: JsonValueKind.Object } start ? Proxy.LastStart.From(start) : null,
        json.GetProperty("lastError").GetString(),
        json.GetProperty("spares") is { ValueKind: JsonValueKind.Object } spares ? SpareStatus.From(spares) : null,
        json.GetProperty("isPrepared").GetBoolean());
}
