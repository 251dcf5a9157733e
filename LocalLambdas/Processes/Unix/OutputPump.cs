using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace LocalLambdas.Processes.Unix;

/// <summary>
/// Reads the output of all children in one thread that waits in <c>poll</c>: a start costs no thread, a silent child nothing. It never
/// blocks on a pipe (one read after <c>poll</c> said that there is something) nor on a log (<see cref="OutputQueue"/>).
/// </summary>
[UnsupportedOSPlatform("windows")]
internal sealed unsafe class OutputPump
{
    private const int BufferSize = 64 * 1024;

    /// <summary>The most a pipe can hold unless its owner had privileges: enough for what a dead child left.</summary>
    private const int MaxRest = 1024 * 1024;

    private const int StackSize = 256 * 1024;
    private static readonly Lazy<OutputPump> LazyShared = new(() => new OutputPump());

    private readonly ConcurrentQueue<OutputChannel> _added = new();
    private readonly List<OutputChannel> _channels = [];
    private readonly byte[] _buffer = new byte[BufferSize];
    private readonly int _wakeRead;
    private readonly int _wakeWrite;
    private int _woken;

    private OutputPump()
    {
        if (!LibC.TryCreatePipe(out _wakeRead, out _wakeWrite))
            throw new ChildProcessException(ChildProcessError.Other, Marshal.GetLastPInvokeErrorMessage());
        new Thread(Run, StackSize) { IsBackground = true, Name = "child output" }.Start();
    }

    public static OutputPump Shared => LazyShared.Value;

    public OutputChannel Add(int descriptor, Action<string> onLine)
    {
        OutputChannel channel = new(descriptor, new OutputQueue(onLine, Wake));
        _added.Enqueue(channel);
        Wake();
        return channel;
    }

    /// <summary>Reads what is there, closes the pipe whoever else still holds it, and hands over the last line.</summary>
    public void End(OutputChannel channel)
    {
        channel.End();
        Wake();
    }

    private void Wake()
    {
        byte any = 0;
        if (Interlocked.Exchange(ref _woken, 1) == 0)
            _ = LibC.Write(_wakeWrite, &any, 1);
    }

    private void Run()
    {
        LibC.PollDescriptor[] descriptors = [];
        List<OutputChannel> polled = [];
        while (true)
        {
            while (_added.TryDequeue(out OutputChannel? channel))
                _channels.Add(channel);

            int timeout = Select(polled);
            if (descriptors.Length <= polled.Count)
                descriptors = new LibC.PollDescriptor[(polled.Count + 1) * 2];
            descriptors[0] = new() { Descriptor = _wakeRead, Events = LibC.POLLIN };
            for (int i = 0; i < polled.Count; i++)
                descriptors[i + 1] = new() { Descriptor = polled[i].Descriptor, Events = LibC.POLLIN };

            fixed (LibC.PollDescriptor* pointer = descriptors)
            {
                if (LibC.Poll(pointer, (nuint)(polled.Count + 1), timeout) < 0)
                    continue;
            }

            if (descriptors[0].ReturnedEvents != 0)
            {
                byte any;
                _ = LibC.Read(_wakeRead, &any, 1);
                // Before looking at what it was for: what comes later writes again
                Interlocked.Exchange(ref _woken, 0);
            }

            for (int i = 0; i < polled.Count; i++)
            {
                if (descriptors[i + 1].ReturnedEvents != 0 && Read(polled[i]) == 0)
                    Close(polled[i]);
            }
        }
    }

    /// <summary>Chooses what to wait for, ends what is to end, and returns how long to wait.</summary>
    private int Select(List<OutputChannel> polled)
    {
        polled.Clear();
        int timeout = -1;
        for (int i = _channels.Count - 1; i >= 0; i--)
        {
            OutputChannel channel = _channels[i];
            if (channel.IsEnding)
            {
                ReadRest(channel);
                Close(channel);
            }
            else if (channel.Queue.MillisecondsToPause(Environment.TickCount64) is > 0 and var pause)
            {
                timeout = timeout < 0 ? pause : Math.Min(timeout, pause);
            }
            else
            {
                polled.Add(channel);
            }
        }

        return timeout;
    }

    private void ReadRest(OutputChannel channel)
    {
        for (int rest = MaxRest; rest > 0 && LibC.IsReady(channel.Descriptor, LibC.POLLIN);)
        {
            int read = Read(channel);
            if (read == 0)
                return;
            rest -= read;
        }
    }

    /// <summary>Returns 0 at the end of the output.</summary>
    private int Read(OutputChannel channel)
    {
        nint read;
        fixed (byte* buffer = _buffer)
        {
            do
            {
                read = LibC.Read(channel.Descriptor, buffer, BufferSize);
            }
            while (read < 0 && Marshal.GetLastPInvokeError() == LibC.EINTR);
        }

        channel.Splitter.Append(_buffer.AsSpan(0, (int)Math.Max(read, 0)));
        return (int)Math.Max(read, 0);
    }

    private void Close(OutputChannel channel)
    {
        _channels.Remove(channel);
        _ = LibC.Close(channel.Descriptor);
        channel.Splitter.Complete();
        channel.Queue.Complete();
    }
}
