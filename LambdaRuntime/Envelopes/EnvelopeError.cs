namespace LambdaRuntime;

/// <summary>What is wrong with a request envelope.</summary>
public enum EnvelopeError
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>There is not a single byte.</summary>
    Empty,

    /// <summary>It ends before its JSON object does.</summary>
    Truncated,

    /// <summary>It is not JSON, or its text is not Unicode.</summary>
    InvalidJson,

    /// <summary>Something follows the JSON object.</summary>
    TrailingData,

    /// <summary><c>method</c> or <c>uri</c> is missing.</summary>
    MissingMember,

    /// <summary>It is no JSON object, or a member has the wrong type.</summary>
    WrongType,

    /// <summary>The body is not base64.</summary>
    InvalidBase64,

    /// <summary>It is longer than <see cref="Envelope.MaxLength"/>.</summary>
    TooLarge,
}
