using LocalLambdas.Processes;

namespace Fuzzing.Http;

internal sealed class CannedProcess : ChildProcess
{
    private readonly TaskCompletionSource<ChildExit> _exited = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public override int Id => 1;

    public override Task<ChildExit> Exited => _exited.Task;

    public override Task OutputEnded => _exited.Task;

    public override void RequestStop() => Kill();

    public override void Kill() => _exited.TrySetResult(new(0, null));
}
