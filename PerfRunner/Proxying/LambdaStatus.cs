using System.Text.Json.Serialization;

namespace PerfRunner.Proxying;

/// <summary>What the proxy's admin endpoint tells of itself and its lambdas.</summary>
internal sealed record LambdaList(ProxyStatus Proxy, IReadOnlyList<LambdaStatus> Lambdas);

internal sealed record ProxyStatus(int Pid, string Version, DateTimeOffset StartedAt);

internal sealed record LambdaStatus
{
    public required string Id { get; init; }
    public required string Route { get; init; }
    public required LambdaCommunication CommunicationMode { get; init; }
    public required string Executable { get; init; }
    public required LambdaCondition State { get; init; }
    public int? Pid { get; init; }
    public int Starts { get; init; }
    public int InFlight { get; init; }
    public LambdaStart? LastStart { get; init; }
    public string? LastError { get; init; }
}

internal sealed record LambdaStart(DateTimeOffset StartedAt, int Pid, LambdaStartPhases Phases);

internal sealed record LambdaStartPhases(double SpawnMicroseconds, double? AcceptMicroseconds, double? FirstAnswerMicroseconds);

internal enum LambdaCommunication
{
    Pipe,
    Http,
}

internal enum LambdaCondition
{
    Cold,
    Starting,
    Running,
    Stopping,
    Failed,
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true)]
[JsonSerializable(typeof(LambdaList))]
[JsonSerializable(typeof(LambdaStatus))]
internal sealed partial class AdminJsonContext : JsonSerializerContext;
