namespace LocalLambdas.Processes;

/// <summary>How a process ended: one of the two, or neither when the operating system did not tell.</summary>
internal readonly record struct ChildExit(int? Code, int? Signal)
{
    public override string ToString() => this switch
    {
        { Code: { } code } => $"exit code {code}",
        { Signal: { } signal } => $"signal {signal}",
        _ => "unknown",
    };
}
