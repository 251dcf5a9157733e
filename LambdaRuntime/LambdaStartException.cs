namespace LambdaRuntime;

/// <summary>A lambda could not start. The message is one line that says what to do.</summary>
public sealed class LambdaStartException(LambdaStartError error, string message) : Exception(message)
{
    /// <summary>What went wrong; its value is the exit code.</summary>
    public LambdaStartError Error => error;

    /// <summary>Writes the message to standard error and sets the exit code.</summary>
    public void Report()
    {
        Console.Error.WriteLine(Message);
        Environment.ExitCode = (int)error;
    }
}
