namespace AppHost.Lambdas;

/// <summary>Start and stop, done by the proxy. It answers when they are done.</summary>
internal static class LambdaCommands
{
    public static async Task<ExecuteCommandResult> ExecuteAsync(LambdaResource lambda, string command, CancellationToken cancellationToken)
    {
        using var admin = new AdminClient(lambda.Proxy);
        try
        {
            var status = await admin.CommandAsync(lambda.Id, command, cancellationToken).ConfigureAwait(false);
            return CommandResults.Success(status.Pid is { } pid ? $"{lambda.Id} is {status.State}, pid {pid}" : $"{lambda.Id} is {status.State}");
        }
        catch (AdminException exception)
        {
            return CommandResults.Failure(exception.Message);
        }
    }
}
