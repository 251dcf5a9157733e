using System.Diagnostics.CodeAnalysis;

namespace Fuzzing.Targets;

internal static class Invariant
{
    public static void Holds([DoesNotReturnIf(false)] bool condition, string invariant)
    {
        if (!condition)
            throw new InvariantException(invariant);
    }
}
