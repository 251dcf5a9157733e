using LocalLambdas.Processes;

namespace LocalLambdas.Tests.Lambdas;

/// <summary>A process that ends when it is told to.</summary>
internal sealed class FakeProcess(int id) : ChildProcess
{
    private readonly TaskCompletionSource<ChildExit> _exited = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public override int Id => id;

    public override Task<ChildExit> Exited => _exited.Task;

    public override Task OutputEnded => Task.CompletedTask;

    public bool IgnoresStop { get; set; }

    public bool WasKilled { get; private set; }

    public void End(int code) => _exited.TrySetResult(new(code, null));

    public override void RequestStop()
    {
        if (!IgnoresStop) End(0);
    }

    public override void Kill()
    {
        if (_exited.Task.IsCompleted) return;
        WasKilled = true;
        _exited.TrySetResult(new(null, 9));
    }
}
