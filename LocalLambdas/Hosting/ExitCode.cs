namespace LocalLambdas.Hosting;

/// <summary>How the program ends. Values of sysexits(3), so that a script can tell them apart.</summary>
internal enum ExitCode
{
    Ok = 0,

    /// <summary>EX_USAGE: an argument or an environment variable is wrong.</summary>
    Usage = 64,

    /// <summary>EX_DATAERR: the manifest is wrong.</summary>
    BadManifest = 65,

    /// <summary>EX_NOINPUT: there is no such manifest, or it cannot be read.</summary>
    NoManifest = 66,

    /// <summary>EX_UNAVAILABLE: an address cannot be listened on.</summary>
    CannotListen = 69,
}
