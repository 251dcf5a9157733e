using System.Diagnostics.CodeAnalysis;
using System.Net.Sockets;
using LocalLambdas.Sockets;
using EnvelopeBuffer = LambdaRuntime.EnvelopeBuffer;

namespace LocalLambdas.Transports.Frames;

/// <summary>
/// What is on its way to the lambda. Whoever has written and finds nobody sending sends: all that the others write meanwhile goes out with
/// the next call, in one piece.
/// </summary>
/// <param name="gate">Held by whoever writes to <see cref="Buffer"/>.</param>
/// <param name="onError">The lambda reads no more.</param>
[SuppressMessage("Design", "CA1001", Justification = "What is being sent must not go back to the pool: the buffers are left to the garbage collector.")]
internal sealed class FrameOutput(Stream wire, Lock gate, Action onError)
{
    // A lambda that does not read holds up bodies; heads have limits of their own.
    private const int Full = 1024 * 1024;

    private const int Kept = 128 * 1024;

    // About a hundred requests: the lambda is to begin with them while others are read.
    private const int MostPutOff = 16 * 1024;

    private EnvelopeBuffer _filling = new();
    private EnvelopeBuffer _sending = new();
    private TaskCompletionSource? _room;
    private bool _isSending;
    private bool _isOver;
    private bool _isPutOff;
    private Action? _flushPutOff;

    /// <summary>Only under the gate, and only for whole frames.</summary>
    public EnvelopeBuffer Buffer => _filling;

    /// <summary>Sends what is written, together with what is written at the same time by others. Not under the gate.</summary>
    public void Flush()
    {
        lock (gate)
        {
            if (_isSending) return;
            if (_filling.Written.Length < MostPutOff)
            {
                if (!_isPutOff) _isPutOff = EndOfBatch.TryPutOff(_flushPutOff ??= FlushPutOff);
                if (_isPutOff) return;
            }

            if (!TryBeginSending()) return;
        }

        Send();
    }

    /// <summary>Under the gate: bodies have to wait.</summary>
    public bool IsFull => !_isOver && _filling.Written.Length >= Full;

    /// <summary>Under the gate. Completes when it is no longer full.</summary>
    public Task RoomAsync() => (_room ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    /// <summary>Under the gate: nothing more is sent.</summary>
    public void End()
    {
        _isOver = true;
        _filling.Truncate(0);
        _room?.SetResult();
        _room = null;
    }

    private void FlushPutOff()
    {
        lock (gate)
        {
            _isPutOff = false;
            if (_isSending || !TryBeginSending()) return;
        }

        Send();
    }

    private void Send()
    {
        try
        {
            do
            {
                var sent = wire.WriteAsync(_sending.Written);
                if (!sent.IsCompletedSuccessfully)
                {
                    _ = ContinueAsync(sent);
                    return;
                }

                sent.GetAwaiter().GetResult();
            }
            while (HasMore());
        }
        catch (Exception exception) when (IsOfConnection(exception))
        {
            onError();
        }
    }

    private async Task ContinueAsync(ValueTask sent)
    {
        try
        {
            await sent.ConfigureAwait(false);
        }
        catch (Exception exception) when (IsOfConnection(exception))
        {
            onError();
            return;
        }

        if (HasMore()) Send();
    }

    private bool HasMore()
    {
        lock (gate) return TryBeginSending();
    }

    // Under the gate, by who finds nobody sending or has sent.
    private bool TryBeginSending() => _isSending = Swap();

    private bool Swap()
    {
        // A rare long piece is not kept: disposed of, a buffer begins anew.
        if (_sending.Written.Length > Kept) _sending.Dispose();
        else _sending.Truncate(0);
        if (_isOver || _filling.Written.Length is 0) return false;
        (_filling, _sending) = (_sending, _filling);
        _room?.SetResult();
        _room = null;
        return true;
    }

    private static bool IsOfConnection(Exception exception) => exception is IOException or SocketException or ObjectDisposedException;
}
