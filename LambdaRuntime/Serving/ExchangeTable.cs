namespace LambdaRuntime;

/// <summary>The exchanges that frames may still come for, and how many are under way at all: most are over before they would be found here.</summary>
internal sealed class ExchangeTable(FrameOutput output)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<uint, Exchange> _open = [];
    private int _underWay;
    private uint _last;
    private bool _isGoingAway;

    /// <summary>False when no more are taken.</summary>
    public bool TryTake(uint stream)
    {
        lock (_gate)
        {
            if (_isGoingAway)
                return false;
            _last = stream;
            _underWay++;
            return true;
        }
    }

    /// <summary>Does nothing if it is here already, or over.</summary>
    public void Add(Exchange exchange)
    {
        lock (_gate)
        {
            if (!exchange.IsOver)
                _open[exchange.Stream] = exchange;
        }
    }

    public Exchange? Find(uint stream)
    {
        lock (_gate)
            return _open.GetValueOrDefault(stream);
    }

    /// <summary>Once for each that was taken.</summary>
    public void Remove(Exchange exchange)
    {
        lock (_gate)
        {
            _open.Remove(exchange.Stream);
            if (--_underWay > 0 || !_isGoingAway)
                return;
        }

        output.CloseWhenSent();
    }

    /// <summary>Takes no more; the channel is closed when those under way are over.</summary>
    public void GoAway()
    {
        bool isIdle;
        lock (_gate)
        {
            if (_isGoingAway)
                return;
            _isGoingAway = true;
            isIdle = _underWay == 0;
            lock (output.Gate)
                Frames.FrameWriter.WriteGoAway(output.Pending, _last);
        }

        output.Flush();
        if (isIdle)
            output.CloseWhenSent();
    }

    public void CancelAll()
    {
        Exchange[] open;
        lock (_gate)
            open = [.. _open.Values];
        foreach (var exchange in open)
            exchange.Cancel();
    }
}
