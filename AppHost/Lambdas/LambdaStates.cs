namespace AppHost.Lambdas;

/// <summary>The states of a lambda as the dashboard shows them.</summary>
internal static class LambdaStates
{
    public const string Cold = nameof(Cold);
    public const string Starting = nameof(Starting);
    public const string Running = nameof(Running);
    public const string Stopping = nameof(Stopping);
    public const string Failed = nameof(Failed);

    /// <param name="state">As the admin endpoint tells it; one that this does not know is shown as it is.</param>
    public static ResourceStateSnapshot Of(string state) => state switch
    {
        "cold" => new(Cold, KnownResourceStateStyles.Info),
        "starting" => new(Starting, null),
        "running" => new(Running, KnownResourceStateStyles.Success),
        "stopping" => new(Stopping, KnownResourceStateStyles.Warn),
        "failed" => new(Failed, KnownResourceStateStyles.Error),
        _ => new(state, KnownResourceStateStyles.Warn),
    };

    public static bool CanStart(string? state) => state is Cold or Failed;

    public static bool CanStop(string? state) => state is Starting or Running;
}
