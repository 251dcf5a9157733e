namespace LocalLambdas.Messages;

/// <summary>What a lambda answered. A header with several values stands once for each, in order.</summary>
/// <param name="Body">All of it, or what there is of it already when <paramref name="Rest"/> is still to come.</param>
/// <param name="Rest">Null when the body is complete. Who has the response disposes of it, read or not.</param>
internal sealed record LambdaResponse(
    int Status, IReadOnlyList<KeyValuePair<string, string>> Headers, ReadOnlyMemory<byte> Body, BodyRest? Rest = null)
{
    /// <summary>Lets go of something with the rest of the body, or at once if there is none.</summary>
    public LambdaResponse Holding<T>(T what)
        where T : IDisposable
    {
        if (Rest is null) what.Dispose();
        else Rest.Hold(what);
        return this;
    }
}
