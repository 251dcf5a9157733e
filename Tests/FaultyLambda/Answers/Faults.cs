namespace FaultyLambda.Answers;

/// <summary>What a lambda that <c>obeys</c> does with one request: the <c>fault</c> of its query string.</summary>
internal static class Faults
{
    private const int ExitCode = 3;
    private const int FloodLines = 256;

    private static volatile bool _frozen;

    public const string Truncate = "truncate";
    public const string Garbled = "garbage";
    public const string Surplus = "surplus";
    public const string Noise = "noise";

    public static string? Of(Request request) => request.Query("fault");

    /// <summary>Those that need no answer.</summary>
    public static async Task CommitAsync(Request request)
    {
        if (_frozen)
            await Task.Delay(Timeout.Infinite);
        switch (Of(request))
        {
            case "hang":
                await Task.Delay(Timeout.Infinite);
                break;
            case "freeze": // From now on all hang
                _frozen = true;
                await Task.Delay(Timeout.Infinite);
                break;
            case "crash":
                Environment.Exit(ExitCode);
                break;
            case "flood":
                Misbehaviour.FloodOutput(FloodLines);
                break;
            case null or Truncate or Garbled or Surplus or Noise:
                break;
            case var unknown:
                throw new ArgumentException($"unknown fault '{unknown}'", nameof(request));
        }
    }

    /// <summary>Null if the envelope is to be sent as it is.</summary>
    public static Answer? Spoil(Request request, byte[] envelope) => Of(request) switch
    {
        Truncate => Answer.Half(envelope),
        Garbled => Garbage.Envelope(request.Number("seed")),
        Surplus => Garbage.Surplus(envelope),
        Noise => Garbage.Noise(request.Number("seed")),
        _ => null,
    };

    /// <summary>Null if the response is to be sent as it is.</summary>
    public static Answer? SpoilPlain(Request request, byte[] response) => Of(request) switch
    {
        Truncate => Answer.Half(response),
        Garbled => Garbage.Response(request.Number("seed")),
        Surplus => Answer.Whole([.. response, .. Garbage.SecondResponse]),
        Noise => Garbage.Noise(request.Number("seed")),
        _ => null,
    };
}
