namespace LambdaRuntime;

/// <summary>The address that the lambda's parent gave it.</summary>
internal static class PipeAddress
{
    public const string Variable = "PIPE_ADDRESS";
    public const string WindowsPrefix = @"\\.\pipe\";

    public static string FromEnvironment() => Check(Environment.GetEnvironmentVariable(Variable));

    public static string Check(string? address)
    {
        if (string.IsNullOrEmpty(address))
            throw Bad("is not set");
        var usable = OperatingSystem.IsWindows()
            ? address.StartsWith(WindowsPrefix, StringComparison.OrdinalIgnoreCase) && address.Length > WindowsPrefix.Length
            : Path.IsPathFullyQualified(address) && !Path.EndsInDirectorySeparator(address);
        return usable ? address : throw Bad($"is '{address}'");
    }

    public static LambdaStartException Bad(string problem) => new(
        LambdaStartError.BadSetting,
        OperatingSystem.IsWindows()
            ? $@"{Variable} {problem}: set it to the name of the pipe to create, such as \\.\pipe\my-lambda"
            : $"{Variable} {problem}: set it to the absolute path of the Unix domain socket to create, such as /tmp/my-lambda.sock");
}
