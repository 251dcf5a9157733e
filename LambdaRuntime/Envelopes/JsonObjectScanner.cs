namespace LambdaRuntime;

/// <summary>
/// Finds the end of a JSON object that comes in pieces and looks at each byte once. It only counts brackets outside of strings: whether
/// the object is valid is for the parser to say.
/// </summary>
internal struct JsonObjectScanner
{
    private int _depth;
    private bool _inString;
    private bool _escaped;

    /// <summary>
    /// The index after the end of the object, or -1 when the object goes on. Where no object begins, that counts as an end too: the
    /// parser has to see it, and more input would not help.
    /// </summary>
    public int IndexAfterEnd(ReadOnlySpan<byte> piece)
    {
        var index = 0;
        while (index < piece.Length)
        {
            if (_inString)
            {
                index = SkipInString(piece, index);
                continue;
            }

            // No search for several bytes at once: it would be compiled first, and there is little outside of strings
            switch (piece[index++])
            {
                case (byte)'"' when _depth > 0:
                    _inString = true;
                    break;
                case (byte)'{':
                case (byte)'[' when _depth > 0:
                    _depth++;
                    break;
                case (byte)'}' or (byte)']' when _depth > 0:
                    if (--_depth == 0)
                        return index;
                    break;
                case (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n':
                case 0xEF or 0xBB or 0xBF: // A byte-order mark
                    break;
                default:
                    if (_depth == 0)
                        return index;
                    break;
            }
        }

        return -1;
    }

    private int SkipInString(ReadOnlySpan<byte> piece, int index)
    {
        if (_escaped)
        {
            _escaped = false;
            return index + 1;
        }

        var found = piece[index..].IndexOfAny((byte)'"', (byte)'\\');
        if (found < 0)
            return piece.Length;
        index += found;
        _inString = piece[index] != '"';
        _escaped = _inString;
        return index + 1;
    }
}
