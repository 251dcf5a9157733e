using System.Text;
using Fuzzing.Targets;

namespace Fuzzing.Tests;

/// <summary>A target with a defect: it fails of a word.</summary>
internal sealed class PlantedTarget(string word) : FuzzTarget
{
    private readonly byte[] _word = Encoding.UTF8.GetBytes(word);

    public bool Fails { get; init; } = true;

    public List<byte[]> Seen { get; } = [];

    public override IReadOnlyList<byte[]> Dictionary => [_word];

    public override void Run(ReadOnlySpan<byte> input)
    {
        Seen.Add(input.ToArray());
        if (Fails && input.IndexOf(_word) >= 0)
            throw new InvalidDataException();
    }
}
