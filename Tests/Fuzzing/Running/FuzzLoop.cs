using Fuzzing.Mutation;
using Fuzzing.Targets;

namespace Fuzzing.Running;

/// <summary>Gives a target first the known inputs, then changed ones, until one fails or there have been enough.</summary>
internal sealed class FuzzLoop(FuzzTarget target, IReadOnlyList<byte[]> inputs, int seed)
{
    /// <summary>How many inputs there have been.</summary>
    public long Count { get; private set; }

    /// <param name="isEnough">Asked before each changed input.</param>
    /// <returns>Null if all holds.</returns>
    public FuzzFinding? Run(Func<long, bool> isEnough)
    {
        foreach (var input in inputs)
        {
            if (Try(input) is { } finding)
                return finding;
        }

        var mutator = new Mutator(seed, inputs, target.Dictionary);
        while (!isEnough(Count))
        {
            if (Try(mutator.Next()) is { } finding)
                return finding;
        }

        return null;
    }

    // Whatever is thrown is what is looked for
    private FuzzFinding? Try(byte[] input)
    {
        Count++;
        try
        {
            target.Run(input);
            return null;
        }
        catch (Exception failure)
        {
            return new(input, Count, failure);
        }
    }
}
