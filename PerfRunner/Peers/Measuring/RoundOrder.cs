namespace PerfRunner.Peers.Measuring;

/// <summary>The order in which contenders take their turns: by turns, so that a change of the machine changes all of them.</summary>
internal static class RoundOrder
{
    /// <summary>wrk, which knows no less than a second, looks on in every other round.</summary>
    /// <param name="round">From 0.</param>
    public static bool IsObserved(int round) => round % 2 == 0;

    /// <summary>Each round begins with another one: nobody always follows the same, or always comes when the machine is warm.</summary>
    /// <param name="round">From 0.</param>
    public static IEnumerable<T> Of<T>(IReadOnlyList<T> contenders, int round) =>
        Enumerable.Range(0, contenders.Count).Select(place => contenders[(place + round) % contenders.Count]);
}
