using System.Diagnostics;

namespace LocalLambdas.Telemetry;

/// <summary>A span that came with a lambda's answer.</summary>
internal sealed record LambdaSpan(
    ActivitySpanId Id,
    ActivitySpanId ParentId,
    string Name,
    ActivityKind Kind,
    DateTime Start,
    DateTime End,
    IReadOnlyList<KeyValuePair<string, object?>> Attributes,
    ActivityStatusCode Status,
    string? StatusDescription);
