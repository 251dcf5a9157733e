namespace FaultyLambda.Servers;

/// <summary>Finds the end of the first JSON object in bytes that arrive piece by piece.</summary>
internal sealed class EnvelopeEnd
{
    private int _depth;
    private bool _inString;
    private bool _escaped;

    public bool Reached { get; private set; }

    public void Feed(ReadOnlySpan<byte> bytes)
    {
        foreach (var b in bytes)
        {
            if (_inString)
            {
                _inString = _escaped || b != '"';
                _escaped = !_escaped && b == '\\';
            }
            else if (b == '"')
            {
                _inString = true;
            }
            else if (b == '{')
            {
                _depth++;
            }
            else if (b == '}' && --_depth == 0)
            {
                Reached = true;
            }
        }
    }
}
