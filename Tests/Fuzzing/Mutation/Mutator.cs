namespace Fuzzing.Mutation;

/// <summary>Makes new inputs of known ones. The same seed makes the same inputs, on every machine.</summary>
internal sealed class Mutator(int seed, IReadOnlyList<byte[]> inputs, IReadOnlyList<byte[]> words)
{
    /// <summary>Inputs may grow by being doubled; nothing is learnt from very long ones that short ones do not tell.</summary>
    public const int MaximumLength = 16 * 1024;

    private const int MostChanges = 6;

    // System.Random with a seed keeps its sequence from version to version: that is its documented compatibility
    private readonly Random _random = new(seed);

    public byte[] Next()
    {
        var input = new List<byte>(Any(inputs));
        for (var changes = _random.Next(1, MostChanges + 1); changes > 0; changes--)
            Change(input);
        if (input.Count > MaximumLength)
            input.RemoveRange(MaximumLength, input.Count - MaximumLength);
        return [.. input];
    }

    private void Change(List<byte> input)
    {
        switch (_random.Next(8))
        {
            case 0 when input.Count > 0:
                input[Position(input)] ^= (byte)(1 << _random.Next(8));
                break;
            case 1 when input.Count > 0:
                input[Position(input)] = (byte)_random.Next(256);
                break;
            case 2:
                input.Insert(Gap(input), (byte)_random.Next(256));
                break;
            case 3:
                Remove(input);
                break;
            case 4:
                Repeat(input);
                break;
            case 5:
                Splice(input);
                break;
            default:
                Insert(input, Any(words));
                break;
        }
    }

    private void Remove(List<byte> input)
    {
        var begin = Gap(input);
        input.RemoveRange(begin, Length(input.Count - begin));
    }

    private void Repeat(List<byte> input)
    {
        var begin = Gap(input);
        var piece = input.GetRange(begin, Length(input.Count - begin));
        for (var times = _random.Next(1, 4); times > 0; times--)
            input.InsertRange(begin, piece);
    }

    // The begin of this input and the end of another one
    private void Splice(List<byte> input)
    {
        var begin = Gap(input);
        input.RemoveRange(begin, input.Count - begin);
        var other = Any(inputs);
        input.AddRange(other[_random.Next(other.Length + 1)..]);
    }

    // Between two bytes, or in the place of as many
    private void Insert(List<byte> input, byte[] word)
    {
        var begin = Gap(input);
        if (_random.Next(2) == 0)
            input.RemoveRange(begin, Math.Min(word.Length, input.Count - begin));
        input.InsertRange(begin, word);
    }

    private int Position(List<byte> input) => _random.Next(input.Count);

    private int Gap(List<byte> input) => _random.Next(input.Count + 1);

    // Mostly short: a change of everything leaves nothing that was meaningful
    private int Length(int longest) => _random.Next(1 + Math.Min(longest, _random.Next(4) == 0 ? longest : 16));

    private byte[] Any(IReadOnlyList<byte[]> choices) => choices[_random.Next(choices.Count)];
}
