namespace LocalLambdas.Processes;

/// <summary>Why a process could not be started.</summary>
internal enum ChildProcessError
{
    /// <summary>No such executable, or the interpreter that its first line names does not exist.</summary>
    NotFound,

    /// <summary>No permission to execute it, or its format is none the system executes.</summary>
    NotExecutable,

    /// <summary>The working directory does not exist or may not be entered.</summary>
    BadWorkingDirectory,

    /// <summary>Anything else: no memory, no descriptors, too many processes, a list of arguments that is too long.</summary>
    Other,
}
