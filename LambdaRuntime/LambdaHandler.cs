namespace LambdaRuntime;

/// <summary>Answers one request. Requests that come at once are handled at once.</summary>
/// <param name="cancellationToken">Cancelled when nobody waits for the answer any more.</param>
public delegate ValueTask<LambdaResponse> LambdaHandler(LambdaRequest request, CancellationToken cancellationToken);
