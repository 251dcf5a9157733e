namespace LambdaRuntime;

/// <summary>Standard error. On its own, so that the console is not loaded until there is something to say.</summary>
internal static class StandardError
{
    public static void Write(string line) => Console.Error.WriteLine(line);
}
