using LocalLambdas.Messages;

namespace LocalLambdas.Hosting;

/// <summary>How large a client's request may be.</summary>
internal sealed record RequestLimits(BodyLimits Body, int HeaderBytes);
