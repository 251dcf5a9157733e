using System.Globalization;

namespace LambdaRuntime;

/// <summary>The channel that the lambda's parent gave it.</summary>
internal static class ChannelAddress
{
    public const string Variable = "LAMBDA_CHANNEL";

    private const string Descriptor = "fd:";
    private const string Pipe = "pipe:";
    private const string Tcp = "tcp:";

    /// <summary>Null when there is none: then the lambda listens at <see cref="PipeAddress"/>.</summary>
    public static string? FromEnvironment() => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } address ? address : null;

    // Each kind in a class of its own: the assemblies of the others are not loaded
    public static Channel Open(string address)
    {
        if (address.StartsWith(Descriptor, StringComparison.Ordinal) && !OperatingSystem.IsWindows())
        {
            return int.TryParse(address.AsSpan(Descriptor.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                ? DescriptorChannel.Open(number)
                : throw Bad(address);
        }

        if (address.StartsWith(Pipe, StringComparison.Ordinal) && address.Length > Pipe.Length)
            return PipeChannel.Open(address, address[Pipe.Length..]);
        if (address.StartsWith(Tcp, StringComparison.Ordinal))
            return TcpChannel.Open(address, address[Tcp.Length..]);
        throw Bad(address);
    }

    // Without the token, as standard error goes to a log
    public static LambdaStartException Bad(string address) => new(
        LambdaStartError.BadSetting,
        $"{Variable} is '{address.Split('#')[0]}': set it to fd:N, pipe:NAME or tcp:HOST:PORT#TOKEN, or do not set it");

    public static LambdaStartException CannotConnect(string address, string reason) => new(
        LambdaStartError.CannotConnect,
        $"{Variable} is '{address}', where nobody can be reached ({reason}): the process that sets it has to listen there, or do not set it");
}
