namespace LocalLambdas.Admin;

/// <summary>Problem details (RFC 9457) of a refused command.</summary>
internal sealed record AdminProblem(string Detail, string? Type = null, string? Title = null, int Status = 0)
{
    public static AdminProblem Of(AdminError error, string detail)
    {
        var (status, type, title) = Describe(error);
        return new(detail, $"urn:local_lambdas:admin:{type}", title, status);
    }

    private static (int Status, string Type, string Title) Describe(AdminError error) => error switch
    {
        AdminError.Unknown => (404, "unknown", "There is no such lambda or command"),
        AdminError.MethodNotAllowed => (405, "method-not-allowed", "This needs another method"),
        AdminError.ForeignHost => (403, "foreign-host", "The request is for another host"),
        AdminError.ForeignOrigin => (403, "foreign-origin", "The request is from another site"),
        AdminError.Unauthorized => (401, "unauthorized", "The request needs the token"),
        AdminError.ForeignUser => (403, "foreign-user", "The request is from another user"),
        AdminError.StartFailed => (503, "start-failed", "The lambda did not start"),
        AdminError.BadManifest => (422, "bad-manifest", "The manifest is wrong, the former one stays in force"),
        _ => throw new ArgumentOutOfRangeException(nameof(error), error, null),
    };
}

/// <summary>Answer of <c>GET /health</c>.</summary>
internal sealed record HealthStatus(string Status);
