using System.Text.Json;

namespace Testing.Proxy;

public sealed record SpareStatus(int Wanted, IReadOnlyList<int> Pids, int Starts, string? LastError, int Failures, double RetryAfterSeconds)
{
    public static SpareStatus From(JsonElement json) => new(
        json.GetProperty("wanted").GetInt32(),
        [.. json.GetProperty("pids").EnumerateArray().Select(pid => pid.GetInt32())],
        json.GetProperty("starts").GetInt32(),
        json.GetProperty("lastError").GetString(),
        json.GetProperty("failures").GetInt32(),
        json.GetProperty("retryAfterSeconds").GetDouble());
}
