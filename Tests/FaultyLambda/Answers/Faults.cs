namespace FaultyLambda.Answers;

/// <summary>What a lambda that <c>obeys</c> does with one request: the <c>fault</c> of its query string.</summary>
internal static class Faults
{
    private const int ExitCode = 3;
    private const int FloodLines = 256;

    private static volatile bool _frozen;

    /// <summary>Null if the request is to be answered as usual.</summary>
    public static async Task<Answer?> CommitAsync(Request request, byte[] envelope)
    {
        if (_frozen)
            await Task.Delay(Timeout.Infinite);
        switch (request.Query("fault"))
        {
            case null:
                return null;
            case "hang":
                await Task.Delay(Timeout.Infinite);
                return null;
            case "freeze": // From now on all hang
                _frozen = true;
                await Task.Delay(Timeout.Infinite);
                return null;
            case "crash":
                Environment.Exit(ExitCode);
                return null;
            case "flood":
                Misbehaviour.FloodOutput(FloodLines);
                return null;
            case "truncate":
                return Answer.Half(envelope);
            case "garbage":
                return Garbage.Envelope(request.Number("seed"));
            case "surplus":
                return Garbage.Surplus(envelope);
            case "noise":
                return Garbage.Noise(request.Number("seed"));
            case var unknown:
                throw new ArgumentException($"unknown fault '{unknown}'", nameof(request));
        }
    }
}
