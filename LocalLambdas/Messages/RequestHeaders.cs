using System.Diagnostics;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace LocalLambdas.Messages;

/// <summary>The headers of a request as a lambda gets them. Not to be enumerated twice: get another one.</summary>
internal struct RequestHeaders(LambdaRequest request, Activity? span)
{
    private readonly IEnumerator<KeyValuePair<string, StringValues>> _client = request.Headers.GetEnumerator();
    private StringValues _values;
    private int _value;
    private int _own;
    private int _trace;
    private bool _clientEnded;

    public KeyValuePair<string, string> Current { get; private set; }

    public readonly RequestHeaders GetEnumerator() => this;

    public bool MoveNext() => (!_clientEnded && MoveToNextOfClient()) || MoveToNextOwn() || MoveToNextOfTrace();

    private bool MoveToNextOfClient()
    {
        while (_value == _values.Count)
        {
            do
            {
                if (!_client.MoveNext())
                {
                    _client.Dispose();
                    _clientEnded = true;
                    return false;
                }
            }
            while (IsLeftOut(_client.Current.Key));

            _values = _client.Current.Value;
            _value = 0;
        }

        Current = new(_client.Current.Key, _values[_value++] ?? "");
        return true;
    }

    private bool MoveToNextOwn()
    {
        if (_own == request.OwnHeaders.Count) return false;
        Current = request.OwnHeaders[_own++];
        return true;
    }

    private bool MoveToNextOfTrace()
    {
        if (span is null) return false;
        if (_trace is 0 && span.Id is { } id)
        {
            _trace = 1;
            Current = new(HeaderNames.TraceParent, id);
            return true;
        }

        if (_trace is 2 || span.TraceStateString is not { Length: > 0 } state) return false;
        _trace = 2;
        Current = new(HeaderNames.TraceState, state);
        return true;
    }

    // Expect is the proxy's to meet: it stays among the client's headers because Kestrel looks there when the body is begun.
    private readonly bool IsLeftOut(string name) =>
        name.Equals(HeaderNames.Expect, StringComparison.OrdinalIgnoreCase) || (span is not null && IsTraceContext(name)) || IsReplaced(name);

    private readonly bool IsReplaced(string name)
    {
        for (var i = 0; i < request.OwnHeaders.Count; i++)
        {
            if (name.Equals(request.OwnHeaders[i].Key, StringComparison.OrdinalIgnoreCase)) return true;
        }

        return false;
    }

    private static bool IsTraceContext(string name) =>
        name.Equals(HeaderNames.TraceParent, StringComparison.OrdinalIgnoreCase) || name.Equals(HeaderNames.TraceState, StringComparison.OrdinalIgnoreCase);
}
