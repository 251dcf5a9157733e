using System.Net;

namespace LocalLambdas.Admin;

/// <param name="Address">A loopback address, or a Unix socket.</param>
/// <param name="Token">What a client has to present; null: nothing.</param>
internal sealed record AdminOptions(EndPoint Address, string? Token);
