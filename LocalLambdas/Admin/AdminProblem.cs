namespace LocalLambdas.Admin;

/// <summary>Problem details (RFC 9457) of a refused command.</summary>
internal sealed record AdminProblem(string Detail);

/// <summary>Answer of <c>GET /health</c>.</summary>
internal sealed record HealthStatus(string Status);
