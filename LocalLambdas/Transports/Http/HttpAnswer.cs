using LocalLambdas.Messages;

namespace LocalLambdas.Transports.Http;

/// <param name="Startup">What the process said of its start; empty if it did not.</param>
internal readonly record struct HttpAnswer(LambdaResponse Response, ReadOnlyMemory<byte> Startup);
