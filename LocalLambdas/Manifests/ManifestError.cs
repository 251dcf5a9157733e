namespace LocalLambdas.Manifests;

/// <summary>What is wrong with a manifest. The names are stable.</summary>
internal enum ManifestError
{
    FileMissing,
    FileUnreadable,
    FileTooLarge,
    MalformedXml,

    /// <summary>The file has a document type declaration, which could name external entities.</summary>
    DocumentTypeDeclared,

    WrongRoot,
    NoProcess,
    UnknownElement,
    UnknownAttribute,
    UnexpectedText,
    DuplicateElement,
    MissingElement,
    EmptyValue,
    BadId,
    BadPipeName,
    BadRoute,

    /// <summary>The protocol exists, but not in this mode.</summary>
    BadProtocol,

    /// <summary>The transport exists, but not for this mode and protocol.</summary>
    BadTransport,

    /// <summary>A mode, a protocol, a transport, a kind of start, a duration or a number that does not exist.</summary>
    BadValue,

    DuplicateId,
    DuplicateRoute,
    DuplicatePipeName,
    ExecutableMissing,
    NotExecutable,
    WorkingDirectoryMissing,
}
