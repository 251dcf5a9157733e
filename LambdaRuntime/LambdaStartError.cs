namespace LambdaRuntime;

/// <summary>Why a lambda could not start. The value is the exit code, by the convention of sysexits.h.</summary>
public enum LambdaStartError
{
    /// <summary>An environment variable is missing or unusable.</summary>
    BadSetting = 64,

    /// <summary>It cannot reach the channel that it was given.</summary>
    CannotConnect = 68,

    /// <summary>It cannot listen at the address.</summary>
    CannotListen = 69,
}
