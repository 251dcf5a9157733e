namespace FaultyLambda.Servers;

internal static class Connections
{
    /// <summary>A connection that fails ends alone, but says so.</summary>
    public static void Watch(Task connection) => connection.ContinueWith(
        failed => Console.Error.WriteLine(failed.Exception!.InnerException),
        CancellationToken.None,
        TaskContinuationOptions.OnlyOnFaulted,
        TaskScheduler.Default);
}
