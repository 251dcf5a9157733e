namespace LocalLambdas.Transports;

/// <summary>By what a process learns what is spoken with it, and where.</summary>
internal static class LambdaVariables
{
    public const string Protocol = "LAMBDA_PROTOCOL";
    public const string Channel = "LAMBDA_CHANNEL";
    public const string PipeAddress = "PIPE_ADDRESS";
    public const string HttpAddress = "HTTP_ADDRESS";

    // sd_notify(3).
    public const string Notify = "NOTIFY_SOCKET";

    // Values of the first.
    public const string Auto = "auto";
    public const string Json = "json";
    public const string Frames = "frames";
    public const string Http = "http";

    public static readonly string[] All = [Protocol, Channel, PipeAddress, HttpAddress, Notify];
}
