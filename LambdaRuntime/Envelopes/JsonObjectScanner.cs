namespace LambdaRuntime;

/// <summary>
/// Finds the end of a JSON object that comes in pieces and looks at each byte once. It only counts brackets outside of strings: whether
/// the object is valid is for the parser to say.
/// </summary>
internal struct JsonObjectScanner
{
    private int _depth;
    private bool _started;
    private bool _inString;
    private bool _escaped;

    /// <summary>
    /// The index after the end of the object, or -1 when the object goes on. Where no object begins, that counts as an end too: the
    /// parser has to see it, and more input would not help.
    /// </summary>
    public int IndexAfterEnd(ReadOnlySpan<byte> piece)
    {
        var index = 0;
        if (!_started)
        {
            index = piece.IndexOfAnyExcept(Leading);
            if (index < 0)
                return -1;
            if (piece[index] != '{')
                return index + 1;
            _started = true;
        }

        while (index < piece.Length)
        {
            if (_escaped)
            {
                _escaped = false;
                index++;
                continue;
            }

            var rest = piece[index..];
            var found = _inString ? rest.IndexOfAny((byte)'"', (byte)'\\') : rest.IndexOfAny("\"{}[]"u8);
            if (found < 0)
                return -1;
            index += found + 1;
            switch (rest[found])
            {
                case (byte)'"':
                    _inString = !_inString;
                    break;
                case (byte)'\\':
                    _escaped = true;
                    break;
                case (byte)'{' or (byte)'[':
                    _depth++;
                    break;
                default:
                    if (--_depth == 0)
                        return index;
                    break;
            }
        }

        return -1;
    }

    private static ReadOnlySpan<byte> Leading => [(byte)' ', (byte)'\t', (byte)'\r', (byte)'\n', 0xEF, 0xBB, 0xBF];
}
