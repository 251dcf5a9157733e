namespace LambdaRuntime;

/// <summary>What brings the envelopes.</summary>
/// <param name="transport">Value of the attribute <c>network.transport</c>; null if it is not known.</param>
/// <param name="takesSpans">The process has no exporter: its spans go home with the answers.</param>
internal sealed class Carrier(string? transport, bool takesSpans)
{
    public string? Transport => transport;

    public bool TakesSpans => takesSpans;
}
