namespace FaultyLambda.Answers;

/// <summary>What is sent of an answer.</summary>
/// <param name="Bytes">As announced; null: the connection is closed without an answer.</param>
/// <param name="Sent">How many of them are sent.</param>
internal sealed record Answer(byte[]? Bytes, int Sent)
{
    /// <summary>HTTP mode: the bytes are sent as they are, without a status or headers, and the connection stays open.</summary>
    public bool IsUnframed { get; init; }

    public static Answer None { get; } = new(null, 0);

    public static Answer Whole(byte[] bytes) => new(bytes, bytes.Length);

    public static Answer Half(byte[] bytes) => new(bytes, bytes.Length / 2);
}
