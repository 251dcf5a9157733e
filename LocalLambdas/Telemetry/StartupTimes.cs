using System.Text.Json;

namespace LocalLambdas.Telemetry;

/// <summary>What a process says of its own start, in the member <c>startup</c> of its first answer, or in HELLO.</summary>
/// <param name="RuntimeStarted">Its own code began: what was before is the runtime's.</param>
/// <param name="Accepting">It began to accept connections.</param>
internal readonly record struct StartupTimes(DateTime RuntimeStarted, DateTime Accepting)
{
    /// <summary>False if one of them is not told, or they cannot be.</summary>
    public static bool TryRead(long runtimeStartedUnixNano, long acceptingUnixNano, out StartupTimes times)
    {
        times = default;
        if (runtimeStartedUnixNano <= 0 || acceptingUnixNano < runtimeStartedUnixNano) return false;
        times = new(UnixNano.Of(runtimeStartedUnixNano), UnixNano.Of(acceptingUnixNano));
        return true;
    }

    /// <summary>False for what is no such thing: an answer never fails of it.</summary>
    public static bool TryRead(ReadOnlyMemory<byte> json, out StartupTimes times)
    {
        times = default;
        if (json.IsEmpty) return false;
        try
        {
            using var document = JsonDocument.Parse(json);
            if (UnixNano.In(document.RootElement, "runtimeStartedUnixNano") is not { } started
                || UnixNano.In(document.RootElement, "acceptingUnixNano") is not { } accepting
                || accepting < started)
            {
                return false;
            }

            times = new(started, accepting);
            return true;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return false;
        }
    }
}
