namespace LocalLambdas.Processes;

/// <summary>Cuts bytes into lines, however they arrive, and makes <see cref="PrintableText"/> of them: output is for reading, not for keeping.</summary>
internal sealed class LineSplitter(Action<string> onLine)
{
    /// <summary>A line longer than this is handed over in pieces, so that output without line ends needs no memory.</summary>
    public const int MaxLineBytes = 8 * 1024;

    private readonly byte[] _partial = new byte[MaxLineBytes];
    private int _length;

    /// <summary>Whether the line in hand began with a piece: its end alone is then no empty line.</summary>
    private bool _continued;

    public void Append(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            int end = bytes.IndexOf((byte)'\n');
            ReadOnlySpan<byte> line = end < 0 ? bytes : bytes[..end];
            bytes = end < 0 ? [] : bytes[(end + 1)..];
            Fill(line);
            if (end >= 0)
                EndLine();
        }
    }

    /// <summary>Hands over a last line that has no end.</summary>
    public void Complete()
    {
        if (_length > 0)
            EndLine();
    }

    private void Fill(ReadOnlySpan<byte> line)
    {
        while (_length + line.Length > MaxLineBytes)
        {
            int fitting = MaxLineBytes - _length;
            line[..fitting].CopyTo(_partial.AsSpan(_length));
            _length = MaxLineBytes;
            line = line[fitting..];
            EmitPiece();
        }

        line.CopyTo(_partial.AsSpan(_length));
        _length += line.Length;
    }

    private void EmitPiece()
    {
        int cut = CharacterBoundary(_partial);
        onLine(PrintableText.Of(_partial.AsSpan(0, cut)));
        _partial.AsSpan(cut).CopyTo(_partial);
        _length = MaxLineBytes - cut;
        _continued = true;
    }

    private void EndLine()
    {
        int length = _length > 0 && _partial[_length - 1] == '\r' ? _length - 1 : _length;
        if (length > 0 || !_continued)
            onLine(PrintableText.Of(_partial.AsSpan(0, length)));
        _length = 0;
        _continued = false;
    }

    /// <summary>Where the last, possibly incomplete character begins; a character has at most four bytes.</summary>
    private static int CharacterBoundary(ReadOnlySpan<byte> bytes)
    {
        for (int back = 1; back <= 4; back++)
        {
            byte value = bytes[^back];
            if ((value & 0xC0) == 0x80)
                continue;
            int needed = value switch { >= 0xF0 => 4, >= 0xE0 => 3, >= 0xC0 => 2, _ => 1 };
            return needed > back ? bytes.Length - back : bytes.Length;
        }

        return bytes.Length;
    }
}
