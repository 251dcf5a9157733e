namespace LocalLambdas.Processes.Unix;

/// <summary>The read end of one child's output, owned by the thread of <see cref="OutputPump"/>.</summary>
internal sealed class OutputChannel(int descriptor, OutputQueue queue)
{
    private volatile bool _ending;

    public int Descriptor => descriptor;

    public OutputQueue Queue => queue;

    public LineSplitter Splitter { get; } = new(queue.Enqueue);

    /// <summary>The child is gone: what it wrote is read, what others might still write is not.</summary>
    public bool IsEnding => _ending;

    public void End() => _ending = true;
}
