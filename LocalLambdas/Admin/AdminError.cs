namespace LocalLambdas.Admin;

/// <summary>Why the admin endpoint refuses. Each has its own status and its own stable problem type.</summary>
internal enum AdminError
{
    Unknown,
    MethodNotAllowed,
    ForeignHost,
    ForeignOrigin,
    Unauthorized,
    ForeignUser,
    StartFailed,
    BadManifest,
}
