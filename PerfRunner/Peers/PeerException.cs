namespace PerfRunner.Peers;

/// <summary>A peer cannot take part. The message is the reason, for the report, and names the remedy where there is one.</summary>
internal sealed class PeerException(string message, Exception? inner = null) : Exception(message, inner);
