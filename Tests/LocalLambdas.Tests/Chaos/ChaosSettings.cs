using System.Globalization;

namespace LocalLambdas.Tests.Chaos;

/// <summary>How long and by which random numbers: a few rounds among the tests, minutes on demand.</summary>
/// <param name="Time">Null: a fixed number of rounds.</param>
internal sealed record ChaosSettings(int Seed, TimeSpan? Time)
{
    private const int Rounds = 2;
    private const int SeedOfRounds = 1;

    public static ChaosSettings FromEnvironment()
    {
        TimeSpan? time = Number("CHAOS_SECONDS") is { } seconds ? TimeSpan.FromSeconds(seconds) : null;
        return new(Number("CHAOS_SEED") ?? (time is null ? SeedOfRounds : Random.Shared.Next()), time);
    }

    public bool IsEnough(int rounds, TimeSpan elapsed) => Time is { } time ? elapsed >= time : rounds >= Rounds;

    private static int? Number(string name) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } text ? int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture) : null;
}
