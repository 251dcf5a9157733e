using System.Diagnostics.CodeAnalysis;
using LambdaRuntime.Frames;

namespace LambdaRuntime;

/// <summary>
/// Gathers the frames of all requests and sends them in their order, by whoever flushes first: the others go on, and what they have
/// written meanwhile goes with one call.
/// </summary>
/// <remarks>Its lock is held while frames are written, never while they are sent.</remarks>
[SuppressMessage("Design", "CA1001", Justification = "Its buffers are used by whoever comes late, and the process ends with it")]
internal sealed class FrameOutput(Channel channel)
{
    // What a full DATA frame and its neighbours need is kept
    private const int Kept = 2 * FrameLimits.MaxData;

    private EnvelopeBuffer _pending = new();
    private EnvelopeBuffer _sending = new();
    private bool _isSending;
    private bool _isLast;
    private bool _isBroken;

    /// <summary>To be locked while frames are written to it.</summary>
    public Lock Gate { get; } = new();

    /// <summary>Under <see cref="Gate"/>.</summary>
    public EnvelopeBuffer Pending => _pending;

    /// <summary>Sends what is pending, unless somebody does it already.</summary>
    public void Flush()
    {
        lock (Gate)
        {
            if (_isSending || !TakePending())
                return;
            _isSending = true;
        }

        var isMore = true;
        while (isMore)
        {
            Send();
            lock (Gate)
            {
                _sending.Clear(Kept);
                isMore = TakePending();
                _isSending = isMore;
            }
        }
    }

    /// <summary>Closes the channel as soon as everything is sent.</summary>
    public void CloseWhenSent()
    {
        lock (Gate)
        {
            _isLast = true;
            if (_isSending || _pending.Written.Length > 0)
                return;
        }

        channel.Finish();
    }

    // False when there is nothing; then the channel is closed if nothing will follow
    private bool TakePending()
    {
        if (_pending.Written.IsEmpty)
        {
            if (_isLast && _isSending)
                channel.Finish();
            return false;
        }

        (_pending, _sending) = (_sending, _pending);
        return true;
    }

    private void Send()
    {
        if (_isBroken)
            return;
        try
        {
            channel.Send(_sending.Written.Span);
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException)
        {
            // Whoever receives is told as well, and ends the process
            _isBroken = true;
        }
    }
}
