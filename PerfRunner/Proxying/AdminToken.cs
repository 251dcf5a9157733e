using System.Security.Cryptography;

namespace PerfRunner.Proxying;

/// <summary>
/// What the admin endpoint wants to see: of a proxy that runs already the token that it was given, by the same variable; of one that is started
/// here that one as well, or a token of this run, so that no other user of the machine can stop what is measured.
/// </summary>
internal static class AdminToken
{
    public const string Variable = "ADMIN_TOKEN";

    private const int RandomBytes = 16;

    public static string Value { get; } = From(Environment.GetEnvironmentVariable(Variable));

    public static string From(string? variable) =>
        string.IsNullOrEmpty(variable) ? Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(RandomBytes)) : variable;
}
