namespace LocalLambdas.Lambdas;

/// <summary>What a request has to do that needs the process of a lambda.</summary>
internal enum NextStep
{
    /// <summary>Use the running process.</summary>
    Enter,

    /// <summary>Start the process.</summary>
    Start,

    /// <summary>Somebody starts it already.</summary>
    WaitForStart,

    /// <summary>Wait until the former process is gone, and look again.</summary>
    WaitForEnd,

    /// <summary>There will be no process any more.</summary>
    GoAway,
}
