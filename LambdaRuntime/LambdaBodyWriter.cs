namespace LambdaRuntime;

/// <summary>Writes the body of an answer while it is sent.</summary>
/// <param name="body">
/// What is written goes out when enough has come together, at each flush and at the end. Writing waits while the client takes no more.
/// It cannot be read, and need not be disposed.
/// </param>
/// <param name="cancellationToken">Cancelled when nobody waits for the answer any more.</param>
public delegate Task LambdaBodyWriter(Stream body, CancellationToken cancellationToken);
